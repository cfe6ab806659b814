-- The template of customers' databases on a server that limits the networks of a database. A superuser runs it once, in a
-- new database called lightnode_template. A customer's role may neither change nor drop what is here: it belongs to the
-- superuser. The networks are a setting of each database, which the panel's role may set: GRANT SET ON PARAMETER
-- lightnode.networks TO it.
REVOKE ALL ON DATABASE lightnode_template FROM PUBLIC;

CREATE SCHEMA lightnode;

CREATE FUNCTION lightnode.check_network() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  networks text;
  owner name;
BEGIN
  SELECT substr(setting, length('lightnode.networks=') + 1), pg_get_userbyid(d.datdba) INTO networks, owner
  FROM pg_database d
  LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0
  LEFT JOIN LATERAL unnest(s.setconfig) setting ON setting LIKE 'lightnode.networks=%'
  WHERE d.datname = current_database()
  ORDER BY setting NULLS LAST LIMIT 1;
  IF coalesce(networks, '') = '' OR inet_client_addr() IS NULL THEN RETURN; END IF;
  -- The panel: its own role, and the role that it creates for dumps.
  IF session_user = owner OR session_user = 'b_' || substr(current_database(), 3) THEN RETURN; END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = session_user AND rolsuper) THEN RETURN; END IF;
  IF EXISTS (SELECT FROM unnest(string_to_array(networks, ',')) network
             WHERE inet_client_addr() <<= network::inet) THEN RETURN; END IF;
  RAISE EXCEPTION 'connections from % are not allowed', host(inet_client_addr())
    USING ERRCODE = 'invalid_authorization_specification';
END $function$;

CREATE EVENT TRIGGER lightnode_networks ON login EXECUTE FUNCTION lightnode.check_network();

ALTER EVENT TRIGGER lightnode_networks ENABLE ALWAYS;

UPDATE pg_database SET datistemplate = true, datallowconn = false WHERE datname = 'lightnode_template';

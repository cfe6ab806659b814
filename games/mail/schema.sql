-- Tables of a mail server, read by Postfix, Dovecot and OpenDKIM at each use. The panel writes them; `service_id` says
-- which object of the panel a row belongs to. Everything here may be run again.
CREATE TABLE IF NOT EXISTS mail_domain (
  name text PRIMARY KEY CHECK (name = lower(name) AND name ~ '^[a-z0-9.-]+$' AND length(name) <= 253),
  service_id text NOT NULL UNIQUE,
  active boolean NOT NULL DEFAULT true,
  catch_all text,
  dkim_selector text NOT NULL,
  dkim_key text NOT NULL
);
CREATE TABLE IF NOT EXISTS mail_user (
  email text PRIMARY KEY CHECK (email = lower(email) AND email ~ '^[a-z0-9][a-z0-9._-]{0,63}@[a-z0-9.-]+$'),
  service_id text NOT NULL UNIQUE,
  domain text NOT NULL REFERENCES mail_domain ON DELETE RESTRICT,
  password text NOT NULL CHECK (password ~ '^\{(ARGON2ID|BLF-CRYPT)\}'),
  quota_bytes bigint NOT NULL CHECK (quota_bytes > 0),
  -- Name of the directory; never used again, so that an address which is created again never shows the old mail.
  storage_id uuid NOT NULL UNIQUE,
  login boolean NOT NULL DEFAULT true,
  forward_to text[] NOT NULL DEFAULT '{}',
  keep_copy boolean NOT NULL DEFAULT true,
  -- Sieve; null: mail is stored as it comes.
  script text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_login_at timestamptz,
  used_bytes bigint
);
CREATE INDEX IF NOT EXISTS mail_user_domain ON mail_user (domain);
CREATE TABLE IF NOT EXISTS mail_alias (
  email text PRIMARY KEY CHECK (email = lower(email) AND email ~ '^[a-z0-9][a-z0-9._-]{0,63}@[a-z0-9.-]+$'),
  service_id text NOT NULL UNIQUE,
  domain text NOT NULL REFERENCES mail_domain ON DELETE RESTRICT,
  destinations text[] NOT NULL
);
CREATE INDEX IF NOT EXISTS mail_alias_domain ON mail_alias (domain);
CREATE TABLE IF NOT EXISTS mail_trash (storage_id uuid PRIMARY KEY, deleted_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS mail_delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  domain text NOT NULL,
  sender text NOT NULL,
  recipient text NOT NULL,
  status text NOT NULL,
  detail text NOT NULL
);
CREATE INDEX IF NOT EXISTS mail_delivery_domain ON mail_delivery (domain, id);

CREATE OR REPLACE FUNCTION mail_keep_trash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
  INSERT INTO mail_trash (storage_id) VALUES (OLD.storage_id) ON CONFLICT DO NOTHING;
  RETURN OLD;
END $$;
CREATE OR REPLACE TRIGGER mail_user_trash AFTER DELETE ON mail_user FOR EACH ROW EXECUTE FUNCTION mail_keep_trash();

CREATE OR REPLACE VIEW v_domain AS SELECT name FROM mail_domain WHERE active;
CREATE OR REPLACE VIEW v_user AS SELECT u.email, u.domain, u.password, u.quota_bytes, u.storage_id,
  u.login AND d.active AS login_ok, d.active AS receive_ok
  FROM mail_user u JOIN mail_domain d ON d.name = u.domain;
-- Where mail for an address goes: its own forwards, an alias, or the catch-all of its domain. RFC 2142 asks that
-- postmaster@ and abuse@ are read: without an address of their own they go to the oldest mailbox of the domain.
CREATE OR REPLACE FUNCTION mail_route(address text) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS $$
  SELECT array_to_string(CASE WHEN forward_to = '{}' THEN ARRAY[email] WHEN keep_copy THEN forward_to || email
    ELSE forward_to END, ',') FROM mail_user WHERE email = address
  UNION ALL SELECT array_to_string(destinations, ',') FROM mail_alias WHERE email = address
  UNION ALL SELECT catch_all FROM mail_domain WHERE '@' || name = address AND catch_all IS NOT NULL
    AND name = substr(address, 2)
  UNION ALL (SELECT email FROM mail_user WHERE address ~ '^(postmaster|abuse)@' AND domain = split_part(address, '@', 2)
    AND NOT EXISTS (SELECT 1 FROM mail_user o WHERE o.email = address)
    AND NOT EXISTS (SELECT 1 FROM mail_alias o WHERE o.email = address)
    ORDER BY created_at, email LIMIT 1)
$$;
-- Addresses that somebody who signs in may send as: the own one, and aliases that lead to it.
CREATE OR REPLACE VIEW v_sender AS
  SELECT u.email AS sender, u.email AS login FROM mail_user u WHERE u.login
  UNION ALL SELECT a.email, unnest(a.destinations) FROM mail_alias a;
CREATE OR REPLACE VIEW v_sieve AS
  SELECT email, 'panel'::text AS script_name, md5(script) AS script_id, script FROM mail_user WHERE script IS NOT NULL;
CREATE OR REPLACE VIEW v_dkim AS
  SELECT name AS id, name AS domain, dkim_selector AS selector, dkim_key AS private_key FROM mail_domain WHERE active;

DO $$ BEGIN CREATE ROLE mail_ro LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT USAGE ON SCHEMA public TO mail_ro;
GRANT SELECT ON v_domain, v_user, v_sender, v_sieve, v_dkim TO mail_ro;
DO $$ BEGIN CREATE ROLE lightnode LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT USAGE ON SCHEMA public TO lightnode;
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_domain, mail_user, mail_alias, mail_trash, mail_delivery TO lightnode;

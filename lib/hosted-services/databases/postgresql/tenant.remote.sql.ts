import { escapeIdentifier, escapeLiteral } from "pg";

/**
 * Statements on customers' PostgreSQL servers (16 and newer). The provider's role owns each database and the customer's role
 * owns only the schema `public`: an owner could let everybody connect. Names and values are escaped by pg's own functions,
 * since DDL takes no parameters.
 */
const name = escapeIdentifier;
const text = escapeLiteral;

const markerPrefix = "lightnode:";

/** Read by the login trigger of games/postgresql/template.sql. */
const networksSetting = "lightnode.networks";
const templateName = "lightnode_template";
const networksTrigger = "lightnode_networks";

export const emptySearchPath = "SELECT pg_catalog.set_config('search_path', '', false)";

/** Roles and databases with their limits and markers; no secret. */
export const observeTenant = `
  SELECT d.datname IS NOT NULL AS "hasDatabase", r.rolname IS NOT NULL AS "hasRole", o.rolname IS NOT NULL AS "hasReader",
    coalesce(d.datallowconn, false) AS "allowsConnections", coalesce(r.rolcanlogin, false) AS "canLogin",
    coalesce(r.rolconnlimit, 0) AS "connectionLimit",
    coalesce('default_transaction_read_only=on' = ANY(s.setconfig), false) AS "isReadOnly",
    coalesce(n.networks, '{}') AS networks,
    coalesce(array_to_string(d.datacl, ',') ~ '(^|,)=', d.datname IS NOT NULL) AS "isOpenToAll",
    substr(pg_catalog.shobj_description(d.oid, 'pg_database'), ${markerPrefix.length + 1}) AS "databaseMarker",
    substr(pg_catalog.shobj_description(r.oid, 'pg_authid'), ${markerPrefix.length + 1}) AS "roleMarker"
  FROM (SELECT $1::text AS database, $2::text AS role, $3::text AS reader) wanted
  LEFT JOIN pg_catalog.pg_database d ON d.datname = wanted.database
  LEFT JOIN pg_catalog.pg_roles r ON r.rolname = wanted.role
  LEFT JOIN pg_catalog.pg_roles o ON o.rolname = wanted.reader
  LEFT JOIN pg_catalog.pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
  LEFT JOIN LATERAL (
    SELECT string_to_array(substr(setting, ${networksSetting.length + 2}), ',') AS networks
    FROM pg_catalog.pg_db_role_setting own, unnest(own.setconfig) setting
    WHERE own.setdatabase = d.oid AND own.setrole = 0 AND setting LIKE '${networksSetting}=%') n ON true`;

const safeAttributes = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";

export const createRole = (role: string): string => `CREATE ROLE ${name(role)} NOLOGIN ${safeAttributes}`;

/** The provider's role may then act for it: it is its creator, not a member. */
export const markRole = (role: string, marker: string): string[] => [
  `COMMENT ON ROLE ${name(role)} IS ${text(markerPrefix + marker)}`,
  `GRANT ${name(role)} TO CURRENT_USER`,
];

export const grantRole = (role: string, member: string): string => `GRANT ${name(role)} TO ${name(member)}`;

export const actFor = (role: string): string => `SET ROLE ${name(role)}`;
/** In the database: what a role created there, so that it can be dropped. */
export const takeOver = (from: string, to: string): string => `REASSIGN OWNED BY ${name(from)} TO ${name(to)}`;

/** `verifier`: of SCRAM, never the clear text, since a statement that fails is logged with its text. */
type RoleLimits = { canLogin: boolean; connectionLimit: number; verifier: string };

export const changeRole = (role: string, { canLogin, connectionLimit, verifier }: RoleLimits): string =>
  `ALTER ROLE ${name(role)} ${canLogin ? "LOGIN" : "NOLOGIN"} CONNECTION LIMIT ${connectionLimit} PASSWORD ${text(verifier)}`;

/** What was observed before a change that failed; the password stays. */
export const limitRole = (role: string, { canLogin, connectionLimit }: Omit<RoleLimits, "verifier">): string =>
  `ALTER ROLE ${name(role)} ${canLogin ? "LOGIN" : "NOLOGIN"} CONNECTION LIMIT ${connectionLimit}`;

export const setReadOnly = (role: string, isReadOnly: boolean): string =>
  isReadOnly
    ? `ALTER ROLE ${name(role)} SET default_transaction_read_only = on`
    : `ALTER ROLE ${name(role)} RESET default_transaction_read_only`;

/** Not in a transaction. Nobody can connect until {@link openDatabase}, or PUBLIC could in between. */
export const createDatabase = (database: string, hasTemplate: boolean): string =>
  `CREATE DATABASE ${name(database)} TEMPLATE ${hasTemplate ? templateName : "template0"} ENCODING 'UTF8'
   ALLOW_CONNECTIONS false IS_TEMPLATE false`;

/** Whether new databases can limit their networks. */
export const findTemplate = `SELECT count(*) > 0 AS "hasTemplate" FROM pg_catalog.pg_database
  WHERE datname = '${templateName}' AND datistemplate`;
/** In a customer's database: whether it can. */
export const findNetworksTrigger = `SELECT count(*) > 0 AS "canLimit" FROM pg_catalog.pg_event_trigger
  WHERE evtname = '${networksTrigger}' AND evtenabled = 'A'`;

export const limitNetworks = (database: string, networks: readonly string[]): string =>
  networks.length > 0
    ? `ALTER DATABASE ${name(database)} SET ${networksSetting} = ${text(networks.join(","))}`
    : `ALTER DATABASE ${name(database)} RESET ${networksSetting}`;

/** Of these roles, from elsewhere. */
export const endForeignSessions = `SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
  WHERE usename = ANY($1) AND client_addr IS NOT NULL AND NOT client_addr <<= ANY($2::inet[])`;

export const openDatabase = (database: string, role: string, marker: string): string[] => [
  `COMMENT ON DATABASE ${name(database)} IS ${text(markerPrefix + marker)}`,
  `REVOKE ALL ON DATABASE ${name(database)} FROM PUBLIC`,
  `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${name(database)} TO ${name(role)}`,
  `ALTER DATABASE ${name(database)} ALLOW_CONNECTIONS true`,
];

/** In the customer's database, by the provider's role with an empty search path. */
export const giveSchema = (role: string): string[] => [
  `ALTER SCHEMA public OWNER TO ${name(role)}`,
  "REVOKE ALL ON SCHEMA public FROM PUBLIC",
];

export const createExtension = (extension: string): string =>
  `CREATE EXTENSION IF NOT EXISTS ${name(extension)} SCHEMA public`;

export const allowReader = (database: string, role: string, reader: string): string[] => [
  `GRANT CONNECT ON DATABASE ${name(database)} TO ${name(reader)}`,
  `SET ROLE ${name(role)}`,
  `GRANT USAGE ON SCHEMA public TO ${name(reader)}`,
  `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name(reader)}`,
  `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${name(reader)}`,
  "RESET ROLE",
];

/** In the customer's database: what the reader was granted there keeps its role alive. */
export const forbidReader = (reader: string): string[] => [`DROP OWNED BY ${name(reader)}`];

export const endSessions =
  "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = ANY($1) AND backend_start < $2";

export const dropDatabase = (database: string): string => `DROP DATABASE IF EXISTS ${name(database)} WITH (FORCE)`;
export const dropRole = (role: string): string => `DROP ROLE IF EXISTS ${name(role)}`;

export const measureTenant = `
  SELECT pg_catalog.pg_database_size(d.oid)::text AS bytes FROM pg_catalog.pg_database d WHERE d.datname = $1`;

/** Marked databases, for the comparison with what should be there. */
export const listMarked = `
  SELECT name, marker FROM (
    SELECT datname AS name, substr(pg_catalog.shobj_description(oid, 'pg_database'), ${markerPrefix.length + 1}) AS marker,
      pg_catalog.shobj_description(oid, 'pg_database') AS comment FROM pg_catalog.pg_database) d
  WHERE comment LIKE '${markerPrefix}%'
  UNION
  SELECT 'd_' || substr(rolname, 3), marker FROM (
    SELECT rolname, substr(pg_catalog.shobj_description(oid, 'pg_authid'), ${markerPrefix.length + 1}) AS marker,
      pg_catalog.shobj_description(oid, 'pg_authid') AS comment FROM pg_catalog.pg_roles) r
  WHERE comment LIKE '${markerPrefix}%' ORDER BY name`;

/** Live figures of one database. */
export const readTenantFigures = `
  SELECT (SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE datname = $1) AS connections,
    pg_catalog.pg_database_size(d.oid)::text AS bytes, s.xact_commit::text AS commits,
    CASE WHEN s.blks_hit + s.blks_read > 0 THEN s.blks_hit::float8 / (s.blks_hit + s.blks_read) END AS "cacheHitRatio"
  FROM pg_catalog.pg_database d JOIN pg_catalog.pg_stat_database s ON s.datid = d.oid WHERE d.datname = $1`;

/** Where pg_stat_statements is, if the provider's role may read what others ran. */
export const findStatements = `SELECT n.nspname AS schema FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
  WHERE e.extname = 'pg_stat_statements' AND pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')`;

export const slowestStatements = (schema: string): string => `
  SELECT left(s.query, 500) AS text, sum(s.calls)::text AS calls, sum(s.total_exec_time)::float8 AS "totalMs",
    (sum(s.total_exec_time) / greatest(sum(s.calls), 1))::float8 AS "meanMs"
  FROM ${name(schema)}.pg_stat_statements s
  JOIN pg_catalog.pg_database d ON d.oid = s.dbid JOIN pg_catalog.pg_roles r ON r.oid = s.userid
  WHERE d.datname = $1 AND r.rolname = ANY($2) GROUP BY left(s.query, 500) ORDER BY 3 DESC LIMIT 10`;

/** What the provider's own role may do, and the version. */
export const describeServer = `
  SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
    rolcreatedb OR rolsuper AS "canCreateDatabases", rolcreaterole OR rolsuper AS "canCreateRoles"
  FROM pg_catalog.pg_roles WHERE rolname = current_user`;

/**
 * Statements on customers' MariaDB servers (10.6 and newer). A database has no owner there: its users have rights on it and
 * no other. The panel keeps its marks in a database of its own, since customers can change the comment of theirs. Names are
 * checked instead of escaped, since definitions take no parameters.
 */
function name(text: string): string {
  if (!/^[a-z]_[0-9a-f]{1,60}$/.test(text)) throw new Error(`${text} is no name of the panel`);
  return text;
}
const hostForm = /^[0-9a-f.:/%]+$/;
const hashForm = /^\*[0-9A-F]{40}$/;
function checked(text: string, form: RegExp): string {
  if (!form.test(text)) throw new Error("a value has a form that is not expected");
  return `'${text}'`;
}

/** User and address; `%`: every address. */
export type Account = { user: string; host: string };
const account = ({ user, host }: Account) => `${name(user)}@${checked(host, hostForm)}`;
/** In a GRANT the underscore stands for any character. */
const pattern = (database: string) => name(database).replace("_", "\\_");

/** Of what follows on the connection, in seconds. */
export const limitWaits = "SET SESSION lock_wait_timeout = 10, innodb_lock_wait_timeout = 10";

export const makeMarks = [
  "CREATE DATABASE IF NOT EXISTS lightnode CHARACTER SET utf8mb4",
  `CREATE TABLE IF NOT EXISTS lightnode.tenant (
    name varchar(64) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    marker varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    networks text NOT NULL) ENGINE = InnoDB`,
];

export const observeTenant = `
  SELECT t.marker, t.networks, s.SCHEMA_NAME IS NOT NULL AS hasDatabase,
    (SELECT count(*) FROM mysql.db d WHERE d.Db IN (w.name, w.pattern) AND d.User NOT IN (?)) AS others
  FROM (SELECT ? AS name, ? AS pattern) w
  LEFT JOIN lightnode.tenant t ON t.name = w.name
  LEFT JOIN information_schema.SCHEMATA s ON s.SCHEMA_NAME = w.name`;
export const observeValues = (database: string, users: readonly string[]) => [users, name(database), pattern(database)];

export const observeAccounts = `
  SELECT g.User AS user, g.Host AS host, coalesce(JSON_VALUE(g.Priv, '$.account_locked'), 0) AS isLocked,
    coalesce(JSON_VALUE(g.Priv, '$.max_user_connections'), 0) AS connectionLimit, coalesce(d.Insert_priv, 'N') AS canWrite
  FROM mysql.global_priv g LEFT JOIN mysql.db d ON d.User = g.User AND d.Host = g.Host AND d.Db = ?
  WHERE g.User IN (?) ORDER BY g.User, g.Host`;
export const accountValues = (database: string, users: readonly string[]) => [pattern(database), users];

/** The mark first: what is created has one. */
export const markTenant = `INSERT INTO lightnode.tenant (name, marker, networks) VALUES (?, ?, ?)
  ON DUPLICATE KEY UPDATE networks = VALUES(networks)`;
export const unmarkTenant = "DELETE FROM lightnode.tenant WHERE name = ? AND marker = ?";
export const listMarked = "SELECT name, marker FROM lightnode.tenant ORDER BY name";

export const createDatabase = (database: string) =>
  `CREATE DATABASE IF NOT EXISTS ${name(database)} CHARACTER SET utf8mb4`;
export const dropDatabase = (database: string) => `DROP DATABASE IF EXISTS ${name(database)}`;

const reading = ["SELECT", "DELETE", "DROP", "SHOW VIEW", "EXECUTE"];
const writing = [
  ...["INSERT", "UPDATE", "CREATE", "REFERENCES", "INDEX", "ALTER", "LOCK TABLES", "CREATE TEMPORARY TABLES"],
  ...["CREATE VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "TRIGGER"],
];
/** No EVENT: an event would run without a session, also while its owner is suspended. */
export const tenantRights = [...reading, ...writing].join(", ");

/** What the panel's account needs on all databases: what it grants, and accounts, sessions and names of databases. */
export const neededRights = [...reading, ...writing, "CREATE USER", "PROCESS", "CONNECTION ADMIN", "SHOW DATABASES"];

/** Nobody can sign in until {@link setAccount}. `hash`: of the password. */
export const createAccount = (one: Account, hash: string) =>
  `CREATE USER IF NOT EXISTS ${account(one)} IDENTIFIED VIA mysql_native_password USING ${checked(hash, hashForm)} ACCOUNT LOCK`;

type Limits = { canLogin: boolean; connectionLimit: number };
export const limitAccount = (one: Account, { canLogin, connectionLimit }: Limits) =>
  `ALTER USER IF EXISTS ${account(one)} WITH MAX_USER_CONNECTIONS ${Math.trunc(connectionLimit)}
   ACCOUNT ${canLogin ? "UNLOCK" : "LOCK"}`;
export const setAccount = (one: Account, hash: string, { canLogin, connectionLimit }: Limits) =>
  `ALTER USER ${account(one)} IDENTIFIED VIA mysql_native_password USING ${checked(hash, hashForm)}
   WITH MAX_USER_CONNECTIONS ${Math.trunc(connectionLimit)} ACCOUNT ${canLogin ? "UNLOCK" : "LOCK"}`;

/** With what its owner needs to free space, if it only reads. */
export const allowTenant = (one: Account, database: string, isReadOnly: boolean): string[] => {
  const target = `ON \`${pattern(database)}\`.*`;
  if (!isReadOnly) return [`GRANT ${tenantRights} ${target} TO ${account(one)}`];
  return [
    `GRANT ${reading.join(", ")} ${target} TO ${account(one)}`,
    `REVOKE ${writing.join(", ")} ${target} FROM ${account(one)}`,
  ];
};
export const allowReader = (one: Account, database: string) =>
  `GRANT SELECT, SHOW VIEW ON \`${pattern(database)}\`.* TO ${account(one)}`;
export const dropAccount = (one: Account) => `DROP USER IF EXISTS ${account(one)}`;

/** Accounts with whose rights views, routines and triggers run: without the account they fail. */
export const listDefiners = `
  SELECT DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?
  UNION SELECT DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?
  UNION SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?`;

export const listSessions = "SELECT ID AS id, HOST AS address FROM information_schema.PROCESSLIST WHERE USER IN (?)";
export const endSession = (id: string | number) => `KILL CONNECTION ${Math.trunc(Number(id))}`;

/**
 * Files of InnoDB without the space in them that deleted rows left, and tables of other engines. A table that a customer
 * has locked ends it soon. Null without such a database.
 */
export const measureTenant = `
  SET STATEMENT max_statement_time = 3, lock_wait_timeout = 2 FOR
  SELECT CAST(greatest(sum(bytes), 0) AS CHAR) AS bytes FROM (
    SELECT 0 AS bytes FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?
    UNION ALL SELECT CAST(FILE_SIZE AS SIGNED)
      FROM information_schema.INNODB_SYS_TABLESPACES WHERE substring_index(NAME, '/', 1) = ?
    UNION ALL SELECT CASE ENGINE WHEN 'InnoDB' THEN -CAST(DATA_FREE AS SIGNED)
        ELSE CAST(DATA_LENGTH + INDEX_LENGTH AS SIGNED) END
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE') sizes`;

export const countConnections = "SELECT count(*) AS connections FROM information_schema.PROCESSLIST WHERE USER IN (?)";

export const hasStatements = "SELECT @@performance_schema AS isOn";
/** Without the one that the panel itself runs after a create. */
export const slowestStatements = `
  SELECT left(DIGEST_TEXT, 500) AS text, sum(COUNT_STAR) AS calls, sum(SUM_TIMER_WAIT) / 1e9 AS totalMs
  FROM performance_schema.events_statements_summary_by_digest
  WHERE SCHEMA_NAME = ? AND DIGEST_TEXT NOT LIKE '%lightnode_check%' GROUP BY 1 ORDER BY 3 DESC LIMIT 10`;

/** The version, and what the panel's account may do. */
export const describeServer = "SELECT version() AS version";
export const showGrants = "SHOW GRANTS";

// Options of the server, and the accounts that it has besides those of customers.
import { data, socket } from "./client.mjs";

/** What customers get on their database; the same as in lib/hosted-services/databases/mariadb/tenant.remote.sql.ts. */
export const tenantRights = [
  ...["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "INDEX", "ALTER", "LOCK TABLES"],
  ...["CREATE TEMPORARY TABLES", "EXECUTE", "CREATE VIEW", "SHOW VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "TRIGGER"],
].join(", ");

/** The panel's account reads no files, shuts nothing down and changes no variables. `game` uses the socket only. */
export const accounts = (hash) => [
  "CREATE OR REPLACE USER game@localhost IDENTIFIED VIA unix_socket",
  "GRANT ALL PRIVILEGES ON *.* TO game@localhost WITH GRANT OPTION",
  "DELETE FROM mysql.global_priv WHERE User = 'root' OR User = ''",
  "DELETE FROM mysql.proxies_priv",
  "FLUSH PRIVILEGES",
  `CREATE OR REPLACE USER lightnode@'%' IDENTIFIED VIA mysql_native_password USING '${hash.replace(/[^*0-9A-F]/g, "")}'`,
  `GRANT ${tenantRights}, CREATE USER, PROCESS, CONNECTION ADMIN, SHOW DATABASES ON *.* TO lightnode@'%' WITH GRANT OPTION`,
  "CREATE DATABASE IF NOT EXISTS lightnode CHARACTER SET utf8mb4",
];

export function serverOptions({ memoryMb, files }) {
  const settings = {
    datadir: data,
    socket,
    "lc-messages-dir": "/usr/share/mysql/english",
    tmpdir: "/data/tmp",
    "pid-file": "/tmp/mariadbd.pid",
    "bind-address": "*",
    port: 3306,
    "ssl-cert": files.certificate,
    "ssl-key": files.key,
    "max-connections": 200,
    "innodb-buffer-pool-size": `${Math.max(32, Math.floor(memoryMb / 4))}M`,
    "innodb-log-file-size": "48M",
    "aria-pagecache-buffer-size": "8M",
    "key-buffer-size": "4M",
    // Temporary tables of everybody are in one file.
    "innodb-temp-data-file-path": "ibtmp1:12M:autoextend:max:1G",
    "character-set-server": "utf8mb4",
    // Names of hosts are not looked up: accounts have addresses.
    "skip-name-resolve": "ON",
    "local-infile": "OFF",
    // An empty folder: nobody reads or writes files of the container.
    "secure-file-priv": "/data/none",
    "symbolic-links": "OFF",
    "event-scheduler": "OFF",
    "skip-log-bin": "ON",
    // Not each connection that ends without a farewell.
    "log-warnings": 1,
    "old-passwords": "OFF",
    // Customers see their own databases only.
    "skip-show-database": "ON",
    // Counts of statements, without what else the performance schema measures.
    "performance-schema": "ON",
    "performance-schema-digests-size": 2000,
    "performance-schema-consumer-statements-digest": "ON",
    "performance-schema-max-table-instances": 500,
    "performance-schema-max-table-handles": 500,
    "performance-schema-events-waits-history-long-size": 0,
    "performance-schema-events-stages-history-long-size": 0,
    "performance-schema-events-statements-history-long-size": 0,
    "performance-schema-events-transactions-history-long-size": 0,
  };
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}

import { urlOf } from "../names";
import type { DatabaseEngine } from "../tenant-databases";
import { MariadbDatabases } from "./mariadb-databases";

export const mariadbEngine: DatabaseEngine = {
  kind: "mariadb",
  open: (connection) => new MariadbDatabases(connection),
  // Its dump program is in the container.
  dumps: "managed",
  url: (login) => urlOf("mysql", login),
  forms: ({ host, port, database, username, password, isEncrypted }, url) => ({
    command: `MYSQL_PWD='${password}' mariadb${isEncrypted ? " --ssl" : ""} -h ${host} -P ${port} -u ${username} ${database}`,
    psql: null,
    environment: [
      `MYSQL_HOST=${host}`,
      `MYSQL_TCP_PORT=${port}`,
      `MYSQL_DATABASE=${database}`,
      `MYSQL_USER=${username}`,
      `MYSQL_PWD=${password}`,
      `DATABASE_URL=${url}`,
    ].join("\n"),
    prisma: `datasource db {\n  provider = "mysql"\n  url      = "${url}"\n}`,
    jdbc: `jdbc:mariadb://${host}:${port}/${database}?user=${username}&password=${encodeURIComponent(password)}${isEncrypted ? "&sslMode=trust" : ""}`,
  }),
};

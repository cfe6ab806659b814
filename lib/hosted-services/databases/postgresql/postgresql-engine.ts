import { urlOf } from "../names";
import type { DatabaseEngine } from "../tenant-databases";
import { PostgresqlDatabases } from "./postgresql-databases";

export const postgresqlEngine: DatabaseEngine = {
  kind: "postgresql",
  open: (connection) => new PostgresqlDatabases(connection),
  dumps: "every",
  url: (login) => urlOf("postgresql", login),
  forms: ({ host, port, database, username, password, isEncrypted }, url) => {
    // A URL with sslmode=require is refused by clients that then also check the certificate, which is self-signed.
    const sslMode = isEncrypted ? "PGSSLMODE=require" : null;
    const command = `${sslMode ? `${sslMode} ` : ""}PGPASSWORD='${password}' psql -h ${host} -p ${port} -U ${username} ${database}`;
    return {
      command,
      psql: command,
      environment: [
        `PGHOST=${host}`,
        `PGPORT=${port}`,
        `PGDATABASE=${database}`,
        `PGUSER=${username}`,
        `PGPASSWORD=${password}`,
        ...(sslMode ? [sslMode] : []),
        `DATABASE_URL=${url}`,
      ].join("\n"),
      prisma: `datasource db {\n  provider = "postgresql"\n  url      = "${url}"\n}`,
      jdbc: `jdbc:postgresql://${host}:${port}/${database}?user=${username}&password=${encodeURIComponent(password)}${isEncrypted ? "&sslmode=require" : ""}`,
    };
  },
};

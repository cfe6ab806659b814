import { z } from "zod";
import { endpointSchema } from "../providers/contract";
import type { DatabaseCredentialsView } from "./contract";
import { openPassword, openReaderPassword } from "./database";
import type { LoadedDatabase } from "./load-database";
import { readerOf } from "./postgresql/postgresql-databases";

type Address = { host: string; port: number; database: string };

/** Where customers connect to. */
export function addressOf(row: Pick<LoadedDatabase, "objectName"> & { provider: { endpoints: unknown } }): Address {
  const [endpoint] = z.array(endpointSchema).parse(row.provider.endpoints);
  if (!endpoint) throw new Error("a provider of databases has an endpoint");
  return { host: endpoint.host, port: endpoint.port, database: row.objectName };
}

export function connectionUrl({ host, port, database }: Address, username: string, password: string): string {
  const authority = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return `postgresql://${username}:${encodeURIComponent(password)}@${authority}/${database}`;
}

/** The secrets in clear, in the forms that programs take; the caller has authorised and audited. */
export function describeConnection(row: LoadedDatabase): DatabaseCredentialsView {
  const address = addressOf(row);
  const { host, port, database } = address;
  const username = row.database.roleName;
  const password = openPassword(row.id, row.database.passwordSealed);
  const url = connectionUrl(address, username, password);
  // A URL with sslmode=require is refused by clients that then also check the certificate, which is self-signed.
  const isEncrypted = row.provider.mode === "managed";
  const sslMode = isEncrypted ? "PGSSLMODE=require" : null;
  return {
    host,
    port,
    database,
    username,
    password,
    url,
    psql: `${sslMode ? `${sslMode} ` : ""}PGPASSWORD='${password}' psql -h ${host} -p ${port} -U ${username} ${database}`,
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
    readOnly: describeReader(row, address),
  };
}

function describeReader(row: LoadedDatabase, address: Address): DatabaseCredentialsView["readOnly"] {
  const { readOnlyPasswordSealed: sealed } = row.database;
  if (!sealed) return null;
  const username = readerOf(row.objectName);
  const password = openReaderPassword(row.id, sealed);
  return { username, password, url: connectionUrl(address, username, password) };
}

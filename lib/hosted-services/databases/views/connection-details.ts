import { z } from "zod";
import { endpointSchema } from "../../providers/contract";
import type { DatabaseCredentialsView } from "../contract";
import { openPassword, openReaderPassword } from "../database";
import { engineOf } from "../engines";
import type { LoadedDatabase } from "../load-database";
import { readerOf } from "../names";

type Address = { host: string; port: number; database: string };

/** Where customers connect to. */
export function addressOf(row: Pick<LoadedDatabase, "objectName"> & { provider: { endpoints: unknown } }): Address {
  const [endpoint] = z.array(endpointSchema).parse(row.provider.endpoints);
  if (!endpoint) throw new Error("a provider of databases has an endpoint");
  return { host: endpoint.host, port: endpoint.port, database: row.objectName };
}

/** The secrets in clear, in the forms that programs take; the caller has authorised and audited. */
export function describeConnection(row: LoadedDatabase): DatabaseCredentialsView {
  const engine = engineOf(row.provider.kind);
  const password = openPassword(row.id, row.database.passwordSealed);
  const login = { ...addressOf(row), username: row.database.roleName, password };
  const url = engine.url(login);
  const forms = engine.forms({ ...login, isEncrypted: row.provider.mode === "managed" }, url);
  return { ...login, url, ...forms, readOnly: describeReader(row) };
}

function describeReader(row: LoadedDatabase): DatabaseCredentialsView["readOnly"] {
  const { readOnlyPasswordSealed: sealed } = row.database;
  if (!sealed) return null;
  const username = readerOf(row.objectName);
  const password = openReaderPassword(row.id, sealed);
  const url = engineOf(row.provider.kind).url({ ...addressOf(row), username, password });
  return { username, password, url };
}

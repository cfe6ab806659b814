import { hostedServiceErrors } from "../../errors";
import { fullReason } from "../../provider-error";
import { defineProviderKind } from "../../providers/define-provider-kind";
import { databaseServerFields } from "../server-fields";
import { mariadbConnectionSchema } from "./connection-schema";
import { MariadbConnection } from "./mariadb-connection";
import { managedMariadb } from "./mariadb-server";
import { describeServer, neededRights, showGrants } from "./tenant.remote.sql";

/** Oldest version in which each definition is done completely or not at all. */
const oldest = [10, 6] as const;

/** A MariaDB server that exists, connected with an account that may create databases and accounts. */
export const mariadbProvider = defineProviderKind({
  kind: "mariadb",
  label: "MariaDB",
  description: "A MariaDB server, version 10.6 or newer. Customers get databases on it.",
  schema: mariadbConnectionSchema,
  fields: databaseServerFields(
    "mysql://user:password@host:3306. The account needs CREATE USER and its rights WITH GRANT OPTION.",
    3306,
  ),
  managed: managedMariadb,
  endpoints: ({ publicHost: host, publicPort: port }) => [{ name: "sql", protocol: "mysql", host, port }],
  test: async ({ url }, signal) => {
    const connection = new MariadbConnection(url);
    try {
      const [server] = await connection.rows<{ version: string }>(describeServer, [], signal);
      const grants = await connection.rows<Record<string, string>>(showGrants, [], signal);
      return checkServer(server?.version ?? "", grants.flatMap(Object.values));
    } catch (error) {
      throw hostedServiceErrors.connection_failed({ detail: fullReason(error), cause: error });
    } finally {
      await connection.close();
    }
  },
});

/** The version; throws what is missing. */
function checkServer(text: string, grants: readonly string[]): string {
  const [version = "", major, minor] = /^(\d+)\.(\d+)[.\d]*/.exec(text) ?? [];
  if (!text.includes("MariaDB")) throw new Error(`The server is ${text || "unknown"}. MariaDB is needed.`);
  const isOld = Number(major) < oldest[0] || (Number(major) === oldest[0] && Number(minor) < oldest[1]);
  if (isOld) throw new Error(`The server is version ${version}. Version 10.6 or newer is needed.`);
  const missing = missingRights(grants);
  if (missing.length > 0) throw new Error(`The account lacks ${missing.join(", ")} ON *.* WITH GRANT OPTION.`);
  return version;
}

/** Each line: GRANT a, b ON *.* TO account … WITH GRANT OPTION. */
function missingRights(grants: readonly string[]): string[] {
  const held = grants.flatMap((line) => {
    const [, rights = ""] = /^GRANT (.+?) ON \*\.\* TO .* WITH .*GRANT OPTION/.exec(line) ?? [];
    return rights.split(", ").filter(Boolean);
  });
  return held.includes("ALL PRIVILEGES") ? [] : neededRights.filter((right) => !held.includes(right));
}

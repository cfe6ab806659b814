import { hostedServiceErrors } from "../../errors";
import { fullReason } from "../../provider-error";
import { defineProviderKind } from "../../providers/define-provider-kind";
import { databaseServerFields } from "../server-fields";
import { postgresqlConnectionSchema } from "./connection-schema";
import { PostgresConnection } from "./postgres-connection";
import { managedPostgresql } from "./postgresql-server";
import { describeServer } from "./tenant.remote.sql";

/** Oldest version whose rights of CREATEROLE are limited to the roles that it created. */
const oldestVersion = 160_000;

/** A PostgreSQL server that exists, connected with a role that may create databases and roles. */
export const postgresqlProvider = defineProviderKind({
  kind: "postgresql",
  label: "PostgreSQL",
  description: "A PostgreSQL server, version 16 or newer. Customers get databases on it.",
  schema: postgresqlConnectionSchema,
  fields: databaseServerFields(
    "postgresql://user:password@host:5432/postgres. The role needs CREATEDB and CREATEROLE; it need not be superuser.",
    5432,
  ),
  managed: managedPostgresql,
  endpoints: ({ publicHost: host, publicPort: port }) => [{ name: "sql", protocol: "postgresql", host, port }],
  test: async ({ url }, signal) => {
    const connection = new PostgresConnection(url);
    try {
      const [server] = await connection.rows<Server>(describeServer, [], signal).catch((error: unknown) => {
        throw hostedServiceErrors.connection_failed({ detail: fullReason(error), cause: error });
      });
      if (!server) throw hostedServiceErrors.connection_failed({ detail: "The server did not describe itself." });
      checkServer(server);
      return server.version;
    } finally {
      await connection.close();
    }
  },
});

type Server = { version: string; number: number; canCreateDatabases: boolean; canCreateRoles: boolean };

function checkServer({ version, number, canCreateDatabases, canCreateRoles }: Server): void {
  const missing = [...(canCreateDatabases ? [] : ["CREATEDB"]), ...(canCreateRoles ? [] : ["CREATEROLE"])];
  const detail =
    number < oldestVersion
      ? `The server is version ${version}. Version 16 or newer is needed.`
      : missing.length > 0
        ? `The role lacks ${missing.join(" and ")}.`
        : null;
  if (detail) throw hostedServiceErrors.connection_failed({ detail });
}

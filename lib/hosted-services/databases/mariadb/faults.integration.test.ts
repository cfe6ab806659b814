import { afterAll, beforeAll, describe } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { MariadbTenants } from "@/lib/testing/hosted/mariadb-tenants";
import { describeFaults } from "../../resources/faults.contract";
import { databaseChanges } from "../../testing/database-changes";
import { deleteDatabase, retryDatabase } from "../change-database";
import { createDatabase } from "../create-database";
import { databaseDefinition } from "../database";

const server = new MariadbTenants();
let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await server.connect();
}, 120_000);
afterAll(async () => {
  await environment.close();
  await server.dispose();
});

describe("faults of databases of MariaDB", () => {
  describeFaults(databaseDefinition, {
    create: async (owner) => (await createDatabase(owner, { name: "Shop", connectionLimit: 5, extensions: [] })).id,
    delete: deleteDatabase,
    retry: retryDatabase,
    changes: databaseChanges,
    residue: () => server.residue(),
    stopProvider: () => server.stop(),
    startProvider: () => server.start(),
  });
});

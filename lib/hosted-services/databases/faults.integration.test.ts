import { afterAll, beforeAll, describe } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { connectTenants } from "@/lib/testing/hosted/connect-tenants";
import { TenantServer } from "@/lib/testing/hosted/tenant-server";
import { describeFaults } from "../resources/faults.contract";
import { databaseChanges } from "../testing/database-changes";
import { deleteDatabase, retryDatabase } from "./change-database";
import { createDatabase } from "./create-database";
import { databaseDefinition } from "./database";

const server = new TenantServer();
let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await connectTenants(server);
});
afterAll(async () => {
  await environment.close();
  await server.dispose();
});

describe("faults of databases", () => {
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

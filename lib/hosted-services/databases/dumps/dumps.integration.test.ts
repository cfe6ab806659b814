import { describe } from "vitest";
import { connectTenants } from "@/lib/testing/hosted/connect-tenants";
import { query, TenantServer } from "@/lib/testing/hosted/tenant-server";
import { describeDumps } from "./dumps.contract";

const server = new TenantServer();

describe("dumps of PostgreSQL", () => {
  describeDumps({
    connect: async () => {
      await server.start();
      await connectTenants(server);
    },
    dispose: () => server.dispose(),
    query,
    fill: "INSERT INTO orders SELECT generate_series(1, 100)",
    rows: "COPY ",
    bad: { file: "DROP TABLE IF EXISTS x;\nCREATE TABLE orders (wrong;\n", reason: "Line 2" },
    stopServer: () => server.stop(),
    startServer: () => server.start(),
    residue: () => server.residue(),
  });
});

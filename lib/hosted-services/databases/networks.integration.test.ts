import { Socket } from "node:net";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectTenants } from "@/lib/testing/hosted/connect-tenants";
import { query, TenantServer } from "@/lib/testing/hosted/tenant-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { reconcileProvider } from "../drift/reconcile";
import { deleteDatabase, setReadOnlyUser, updateDatabase } from "./change-database";
import { createDatabase } from "./create-database";
import { databaseKind } from "./database";
import { listDumps } from "./dumps/queries";
import { requestDump } from "./dumps/request-dump";
import { restoreDatabase } from "./dumps/restore-database";

const server = new TenantServer();
const input = { name: "Shop", connectionLimit: 5, extensions: [] };
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await connectTenants(server);
  kit = await startWorkerKit({ resources: [databaseKind] });
  owner = await makeUser();
});
afterAll(async () => {
  await kit.stop();
  await environment.close();
  await server.dispose();
});

/** Signs in from this address of the machine. */
function connectFrom(localAddress: string, url: string): Promise<Client> {
  const { hostname: host, port } = new URL(url);
  const socket = new Socket();
  const connect = socket.connect.bind(socket);
  Object.assign(socket, { connect: () => connect({ host, port: Number(port), localAddress }) });
  const client = new Client({ connectionString: url, stream: () => socket, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  return client.connect().then(() => client);
}
const signIn = (from: string, url: string) =>
  connectFrom(from, url).then(
    (client) => client.end().then(() => "signed in"),
    (error: Error) => error.message,
  );

it("is refused on a server that cannot limit networks, before anything is stored", async () => {
  const { id } = await createDatabase(owner, input);
  await untilHosted(id, "active");
  const limited = { allowedNetworks: ["127.0.0.2/32"] };
  await expect(updateDatabase(owner, id, limited)).rejects.toMatchObject({ code: "networks_not_enforced" });
  await expect(createDatabase(owner, { ...input, ...limited })).rejects.toMatchObject({
    code: "networks_not_enforced",
  });
  expect(await sql().prisma.hostedResource.count()).toBe(1);
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
});

it("refuses connections from elsewhere, of both users, whatever the owner does", async () => {
  await server.addTemplate();
  const { id, url } = await createDatabase(owner, { ...input, allowedNetworks: ["127.0.0.2", "2001:db8::/32"] });
  await untilHosted(id, "active");
  expect(await signIn("127.0.0.1", url)).toBe("connections from 127.0.0.1 are not allowed");
  expect(await signIn("127.0.0.2", url)).toBe("signed in");

  const reader = (await setReadOnlyUser(owner, id, true)).readOnly?.url ?? "";
  await untilHosted(id, "active");
  expect(await signIn("127.0.0.1", reader)).toContain("not allowed");
  expect(await signIn("127.0.0.2", reader)).toBe("signed in");

  const session = await connectFrom("127.0.0.2", url);
  const attempts = [
    `ALTER DATABASE "${new URL(url).pathname.slice(1)}" RESET lightnode.networks`,
    `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET lightnode.networks = ''`,
    "ALTER ROLE CURRENT_USER SET lightnode.networks = ''",
    "ALTER EVENT TRIGGER lightnode_networks DISABLE",
    "DROP EVENT TRIGGER lightnode_networks",
    "DROP SCHEMA lightnode CASCADE",
    "CREATE OR REPLACE FUNCTION lightnode.check_network() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE FUNCTION lightnode.x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  ];
  for (const attempt of attempts) await expect(session.query(attempt), attempt).rejects.toThrow(/must be owner|denied/);
  // Allowed, and without an effect.
  await session.query("CREATE OPERATOR public.<<= (LEFTARG = inet, RIGHTARG = inet, FUNCTION = network_sup)");
  expect(await signIn("127.0.0.1", url)).toContain("not allowed");

  const ended = new Promise((resolve) => session.once("end", resolve));
  await updateDatabase(owner, id, { allowedNetworks: ["127.0.0.1"] });
  await untilHosted(id, "active");
  await ended;
  expect(await signIn("127.0.0.2", url)).toContain("not allowed");
  await updateDatabase(owner, id, { allowedNetworks: [] });
  await untilHosted(id, "active");
  expect([await signIn("127.0.0.1", url), await signIn("127.0.0.2", url)]).toEqual(["signed in", "signed in"]);
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
});

it("dumps and restores a database that the panel's address may not use, and finds no drift", async () => {
  const { id, url } = await createDatabase(owner, { ...input, allowedNetworks: ["198.51.100.0/24"] });
  await untilHosted(id, "active");
  expect(await signIn("127.0.0.1", url)).toContain("not allowed");
  await server.asSuperuser(`ALTER DATABASE "${new URL(url).pathname.slice(1)}" CONNECTION LIMIT 50`);
  const { id: dumpId } = await requestDump(owner, id);
  await untilHosted(id, "active");
  expect((await listDumps(owner, id)).items).toMatchObject([{ id: dumpId, status: "ready" }]);
  await restoreDatabase(owner, id, dumpId);
  expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
  const provider = await sql().prisma.hostedProvider.findFirstOrThrow();
  await reconcileProvider(provider, AbortSignal.timeout(20_000));
  expect(await sql().prisma.hostedDrift.count()).toBe(0);
  await server.asSuperuser(`ALTER DATABASE "${new URL(url).pathname.slice(1)}" RESET lightnode.networks`);
  await reconcileProvider(provider, AbortSignal.timeout(20_000));
  expect(await sql().prisma.hostedDrift.findFirst()).toMatchObject({ detail: "Every network can connect." });
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
});

import { createSocket } from "node:dgram";
import { createServer as createTcpServer } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { findServer } from "@/lib/game-servers/load-server";
import { getServer, listServerEvents } from "@/lib/game-servers/queries";
import { sampleGame } from "@/lib/game-servers/templates/sample-game";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { until } from "@/lib/testing/until";
import {
  makeOnlineServer,
  realEngine,
  removeServer,
  residue,
  smallServer,
  startWorkerKit,
  sweepEngine,
  untilGone,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";
import { objectNames } from "../container-spec";
import { remove } from "../steps/container";

/** Other programs on the machine hold ports of servers, before a create or while a server is stopped. */
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let before: Record<string, unknown>;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  await makeNode(await freePortRange(6));
  owner = await makeUser();
  kit = await startWorkerKit();
  before = await residue();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

async function occupy(protocol: "tcp" | "udp", port: number): Promise<() => Promise<void>> {
  let close: () => Promise<void>;
  if (protocol === "tcp") {
    const server = createTcpServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    close = () => new Promise((resolve) => server.close(() => resolve()));
  } else {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", () => resolve()));
    close = () => new Promise((resolve) => socket.close(() => resolve()));
  }
  closers.push(close);
  return async () => {
    closers.splice(closers.indexOf(close), 1);
    await close();
  };
}

async function mails(): Promise<number> {
  const row = await sql().row<{ n: number }>(
    "SELECT count(*)::int AS n FROM delivery WHERE template = 'address-changed' AND user_id = $1",
    [owner.userId],
  );
  return row?.n ?? 0;
}

async function eventsOf(id: string, step: string): Promise<string[]> {
  const { items } = await listServerEvents(owner, id);
  return items.filter((item) => item.step === step && item.status !== "running").map((item) => item.message);
}

async function firstFree(protocol: "tcp" | "udp"): Promise<number> {
  const row = await sql().row<{ port: number }>(
    "SELECT port FROM port WHERE state = 'free' AND protocol = $1::port_protocol ORDER BY port LIMIT 1",
    [protocol],
  );
  return row?.port ?? 0;
}

it.each(["tcp", "udp"] as const)("a create finds a taken %s port before the engine does", async (protocol) => {
  const slug = `needs-${protocol}`;
  const ports = [
    { name: "game", protocol: "tcp" as const, containerPort: 25_565 },
    ...(protocol === "udp" ? [{ name: "voice", protocol, containerPort: 24_454 }] : []),
  ];
  await sql().run("INSERT INTO template (id, slug, name, description, image, spec) VALUES ($1, $2, $2, '', $3, $4)", [
    newId("template"),
    slug,
    sampleGame.image,
    JSON.stringify({ ...sampleGame.spec, ports }),
  ]);
  const taken = await firstFree(protocol);
  await occupy(protocol, taken);
  const { id } = await createServer(owner, { ...smallServer, template: slug });
  await untilStatus(id, "online");
  await untilIdle(id);
  expect((await eventsOf(id, "reserve")).join()).toContain(
    `${taken} is taken by another program; ${taken + 1} is used`,
  );
  expect((await eventsOf(id, "start")).join()).not.toContain("is taken");
  const held = await sql().rows("SELECT port FROM port WHERE resource_id = $1 AND protocol = $2::port_protocol", [
    id,
    protocol,
  ]);
  expect(held).toEqual([{ port: taken + 1 }]);
  await removeServer(owner, id);
  await sql().run("UPDATE port SET state = 'free' WHERE state = 'blocked'");
});

it("a server whose port was taken while it was stopped comes back to it, and its owner is informed each time", async () => {
  const { id, port } = await createServer(owner, smallServer);
  const old = port ?? 0;
  await untilStatus(id, "online");
  await untilIdle(id);
  const sent = await mails();
  await powerServer(owner, id, "stop");
  await untilStatus(id, "offline");
  await untilIdle(id);
  const release = await occupy("tcp", old);
  await powerServer(owner, id, "start");
  await untilStatus(id, "online");
  await untilIdle(id);
  const moved = (await findServer(sql(), id))?.mainPort ?? 0;
  expect(moved).not.toBe(old);
  expect(await getServer(owner, id)).toMatchObject({
    port: moved,
    addressChange: { from: `127.0.0.1:${old}`, comesBack: true },
  });
  expect((await eventsOf(id, "address")).at(-1)).toBe(
    `The address was 127.0.0.1:${old} and is 127.0.0.1:${moved} now. Another program uses the old port; when it is free, a later start of the server uses it again.`,
  );
  expect(await mails()).toBe(sent + 1);

  // Still taken: it stays where it is, and says nothing again.
  await powerServer(owner, id, "restart");
  await untilStatus(id, "online");
  await untilIdle(id);
  expect((await findServer(sql(), id))?.mainPort).toBe(moved);
  expect(await mails()).toBe(sent + 1);

  await release();
  await powerServer(owner, id, "restart");
  await untilStatus(id, "online");
  await untilIdle(id);
  expect((await findServer(sql(), id))?.mainPort).toBe(old);
  expect((await realEngine().inspect(id))?.ports.map((binding) => binding.hostPort)).toEqual([old]);
  expect(await getServer(owner, id)).toMatchObject({
    port: old,
    addressChange: { from: `127.0.0.1:${moved}`, comesBack: false },
  });
  expect(await mails()).toBe(sent + 2);
  await removeServer(owner, id);
  expect(await residue()).toEqual(before);
});

it("on another machine nothing says that the address comes back, since it does not", async () => {
  // The same engine by its address: what counts as another machine.
  await sql().run("UPDATE node SET docker_host = 'unix:///var/run/docker.sock'");
  try {
    const { id, port } = await createServer(owner, smallServer);
    await untilStatus(id, "online");
    await untilIdle(id);
    await powerServer(owner, id, "stop");
    await untilStatus(id, "offline");
    await untilIdle(id);
    const release = await occupy("tcp", port ?? 0);
    await powerServer(owner, id, "start");
    await untilStatus(id, "online");
    await untilIdle(id);
    const moved = (await findServer(sql(), id))?.mainPort;
    expect(await getServer(owner, id)).toMatchObject({ port: moved, addressChange: { comesBack: false } });
    expect((await eventsOf(id, "address")).at(-1)).toBe(
      `The address was 127.0.0.1:${port} and is 127.0.0.1:${moved} now.`,
    );
    await release();
    await removeServer(owner, id);
  } finally {
    await sql().run("UPDATE node SET docker_host = NULL");
    await sql().run("UPDATE port SET state = 'free' WHERE state = 'blocked'");
  }
});

it("a port is not given back while the engine still shows its container", async () => {
  const { id, port } = await createServer(owner, smallServer);
  await untilStatus(id, "online");
  await untilIdle(id);
  await kit.stop();
  const forgetful = { ...remove, act: async () => undefined };
  const steps = gameServer.plans.delete.steps.map((step) => (step.name === "remove" ? forgetful : step));
  const unwiped = steps.filter((step) => step.name !== "wipe");
  kit = await startWorkerKit({
    plans: { ...gameServer.plans, delete: { ...gameServer.plans.delete, steps: unwiped } },
  });
  await deleteServer(owner, id);
  const waiting = () =>
    sql().row("SELECT 1 FROM provisioning_run WHERE resource_id = $1 AND error_code IS NOT NULL", [id]);
  await until("the release to be refused", waiting);
  expect(await sql().rows("SELECT port, state FROM port WHERE resource_id = $1", [id])).toEqual([
    { port, state: "draining" },
  ]);
  await realEngine().remove(id);
  await untilGone(id);
  await untilIdle(id);
  expect(await sql().rows("SELECT 1 FROM port WHERE resource_id = $1", [id])).toEqual([]);
  await realEngine().removeVolume(objectNames.volume(id));
  await kit.stop();
  kit = await startWorkerKit();
});

it("a server that is deleted while it is away from its port gives both back", async () => {
  const { id, port } = await createServer(owner, smallServer);
  await untilStatus(id, "online");
  await untilIdle(id);
  await powerServer(owner, id, "stop");
  await untilStatus(id, "offline");
  await untilIdle(id);
  const release = await occupy("tcp", port ?? 0);
  await powerServer(owner, id, "start");
  await untilStatus(id, "online");
  await untilIdle(id);
  await removeServer(owner, id);
  await release();
  const left = await sql().rows("SELECT port, state, home_of FROM port WHERE state <> 'free' OR home_of IS NOT NULL");
  expect(left).toEqual([{ port, state: "blocked", home_of: null }]);
});

it("a standard port has no substitute: the start fails with the port, and works when it is free", async () => {
  const id = await makeOnlineServer(owner);
  await powerServer(owner, id, "stop");
  await untilStatus(id, "offline");
  await untilIdle(id);
  // What a service with a standard port has (hosted-services); a game has none.
  await sql().run("UPDATE port SET port = 911 WHERE resource_id = $1 AND name = 'game'", [id]);
  const release = await occupy("tcp", 911);
  await powerServer(owner, id, "start");
  await untilStatus(id, "crashed");
  expect(await getServer(owner, id)).toMatchObject({ failure: { code: "standard_port_taken" } });
  expect(await sql().rows("SELECT port FROM port WHERE resource_id = $1", [id])).toEqual([{ port: 911 }]);
  await release();
  await powerServer(owner, id, "start");
  await untilStatus(id, "online");
  await removeServer(owner, id);
  expect(await sql().rows("SELECT port FROM port WHERE port < 1024")).toEqual([]);
});

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { httpService } from "@/lib/testing/http-service";
import { until } from "@/lib/testing/until";
import { realEngine, residue, startWorkerKit, sweepEngine, untilIdle, type WorkerKit } from "@/lib/testing/worker-kit";
import { consoleTarget, sendToConsole } from "./console/send-command";
import { objectNames } from "./container-spec";
import { acceptWorkload } from "./lifecycle/accept-workload";
import { findWorkload, type Workload } from "./load-workload";
import { askIfReady } from "./readiness/readiness-registry";
import { enqueueRun } from "./runs/runs";

/** A kind that is no game lives by the same steps: adding it takes its definition and its line in the list of kinds. */
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  const nodeId = await makeNode(await freePortRange(10));
  owner = await makeUser();
  kit = await startWorkerKit({ watchNode: nodeId, kinds: [httpService] });
});

afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

async function accept(): Promise<string> {
  const id = newId("server");
  const size = { memoryMb: 128, diskMb: 256, cpuMilli: 500 };
  const ports = [{ name: "http", protocol: "tcp" as const }];
  const named = { id, ownerId: owner.userId ?? "", actor: owner, name: "Service", region: null, ports };
  await transaction((tx) => acceptWorkload(tx, httpService, { ...named, ...size }));
  return id;
}

function untilWorkload(id: string, status: string): Promise<Workload> {
  return until(`${id} to be ${status}`, async () => {
    const workload = await findWorkload(sql(), id);
    return workload?.status === status ? workload : null;
  });
}

async function run(workload: Workload, kind: string): Promise<void> {
  await transaction((tx) =>
    enqueueRun(tx, httpService, { resource: workload, nodeId: workload.nodeId ?? "", kind, actor: owner }),
  );
}

const ask = async ({ mainPort }: Workload, path: string) => (await fetch(`http://127.0.0.1:${mainPort}${path}`)).text();

it("comes online over HTTP, takes commands, restarts after a crash, and leaves nothing", async () => {
  const before = await residue();
  const id = await accept();
  const workload = await untilWorkload(id, "online");
  await untilIdle(id);
  expect(await ask(workload, "/starts")).toBe("x");
  const events = await sql().rows<{ step: string; message: string }>(
    "SELECT step, message FROM resource_event WHERE resource_id = $1 AND status IN ('done', 'skipped', 'succeeded') ORDER BY sequence",
    [id],
  );
  expect(events.map(({ step }) => step)).toEqual([
    "accept",
    "reserve",
    "pull",
    "storage",
    "install",
    "create",
    "start",
    "ready",
    "create",
  ]);
  expect(events.at(-2)?.message).toMatch(/^\/health answered 200 in \d+ ms$/);
  expect(events.at(-1)?.message).toBe("The service is online.");

  const spec = await httpService.spec(sql(), workload);
  const target = await consoleTarget(realEngine(), id);
  expect(spec && (await sendToConsole(spec.console, target, "6 * 7"))).toEqual({ output: "42\n", truncated: false });

  await until("its health", async () => (await realEngine().inspect(id))?.health === "healthy");

  await ask(workload, "/exit").catch(() => {});
  await until("the crash to be seen", async () => (await findWorkload(sql(), id))?.crashCount === 1);
  await untilWorkload(id, "online");
  await untilIdle(id);
  expect(await ask(workload, "/starts")).toBe("xx");
  await expect.poll(() => kit.published.map(({ event }) => event), { timeout: 15_000 }).toContain("service.status");

  await run(workload, "stop");
  await untilWorkload(id, "offline");
  await untilIdle(id);
  expect((await realEngine().inspect(objectNames.container(id)))?.status).toBe("exited");
  await run(workload, "delete");
  await until("it to be deleted", async () => (await findWorkload(sql(), id)) === null);
  await untilIdle(id);
  expect(await residue()).toEqual(before);
}, 90_000);

it("is asked by every kind of readiness", async () => {
  const id = await accept();
  const workload = await untilWorkload(id, "online");
  await untilIdle(id);
  const engine = realEngine();
  const base = {
    address: null,
    engine,
    container: objectNames.container(id),
    timeoutMs: 2_000,
    signal: AbortSignal.timeout(20_000),
  };
  const open = { ...base, address: { host: "127.0.0.1", port: workload.mainPort ?? 0 } };
  const closed = { ...base, address: { host: "127.0.0.1", port: 1 } };
  const timeoutMs = 1_000;
  const node = (code: string) => ["/usr/local/bin/node", "-e", code];

  expect(await askIfReady({ kind: "tcp", timeoutMs }, open)).toMatch(/^Port \d+ answered in \d+ ms$/);
  expect(await askIfReady({ kind: "tcp", timeoutMs }, closed)).toBeNull();
  expect(await askIfReady({ kind: "http", path: "/", timeoutMs }, open)).toMatch(/^\/ answered 200/);
  expect(await askIfReady({ kind: "http", path: "/broken", timeoutMs }, open)).toBeNull();
  expect(await askIfReady({ kind: "http", path: "/", timeoutMs }, closed)).toBeNull();
  expect(await askIfReady({ kind: "command", command: node("0"), timeoutMs }, base)).toMatch(/node ended with 0$/);
  expect(await askIfReady({ kind: "command", command: node("process.exit(1)"), timeoutMs }, base)).toBeNull();
  expect(await askIfReady({ kind: "log-line", text: "listening", timeoutMs }, base)).toBe('It wrote "listening"');
  expect(await askIfReady({ kind: "log-line", text: "first start", timeoutMs }, base)).not.toBeNull();

  await run(workload, "restart");
  await until("the restart to end", async () => (await ask(workload, "/starts").catch(() => "")) === "xx");
  await untilIdle(id);
  // Lines of an earlier start say nothing about this one.
  expect(await askIfReady({ kind: "log-line", text: "first start", timeoutMs }, base)).toBeNull();
  expect(await askIfReady({ kind: "log-line", text: "listening", timeoutMs }, base)).not.toBeNull();
  await run(workload, "delete");
  await until("it to be deleted", async () => (await findWorkload(sql(), id)) === null);
}, 60_000);

it("gives both of its volumes and its place back when it never becomes ready", async () => {
  const before = await residue();
  await kit.stop();
  const neverReady = {
    ...httpService,
    spec: async (...args: Parameters<typeof httpService.spec>) => {
      const spec = await httpService.spec(...args);
      return spec && { ...spec, readiness: { kind: "http" as const, path: "/health", port: "none", timeoutMs: 500 } };
    },
  };
  kit = await startWorkerKit({ kinds: [neverReady] });
  const id = await accept();
  await untilWorkload(id, "failed");
  await untilIdle(id);
  expect(await residue()).toEqual(before);
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { checkReadiness } from "@/lib/health/readiness";
import { type ContainerEngine, labels } from "@/lib/provisioning/engine";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode } from "@/lib/testing/fixtures";
import { until } from "@/lib/testing/until";
import { realEngine, sweepEngine } from "@/lib/testing/worker-kit";
import { changeNode } from "../change-node";
import { askForProof, listIsolation } from "./change-isolation";
import { IsolationKeeper } from "./keep-isolation";

const log = createLogger("test", "silent");
let environment: TestEnvironment;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  nodeId = await makeNode({ portStart: 27_500, portEnd: 27_501 });
});
afterAll(async () => {
  await realEngine().endIsolation();
  await sweepEngine();
  await environment.close();
});

const keeper = (engine: ContainerEngine) =>
  new IsolationKeeper({ id: nodeId, name: "local", dockerHost: null }, engine, log);
const view = async () => (await listIsolation(systemActor))[0];

async function isolationHealth() {
  const { dependencies } = await checkReadiness();
  return dependencies.find((dependency) => dependency.name === "isolation");
}

it("sets the rules, proves them, follows the list of what is allowed, and notes all of it", async () => {
  const keep = keeper(realEngine());
  await keep.round();
  expect(await view()).toMatchObject({
    isolation: { state: "set", tool: "iptables", reason: null },
    proof: { problem: null },
    asked: false,
  });
  expect((await view())?.proof?.results.filter((result) => result.reached)).toEqual([]);
  expect((await view())?.proof?.results.length).toBeGreaterThan(4);
  expect(await isolationHealth()).toMatchObject({ status: "up", detail: null });

  await changeNode(systemActor, nodeId, { reachable: [{ network: "10.0.0.5", protocol: "tcp", port: 3306 }] });
  await keep.round();
  expect((await view())?.isolation?.commands).toContain("-d 10.0.0.5 -p tcp --dport 3306");

  const before = (await view())?.proof?.at;
  await askForProof(systemActor, nodeId);
  expect(await view()).toMatchObject({ asked: true });
  await keep.round();
  expect(await view()).toMatchObject({ asked: false });
  expect((await view())?.proof?.at).not.toBe(before);
});

it("a worker that stops in the middle of a proof leaves no container and no network", async () => {
  const keep = keeper(realEngine());
  await askForProof(systemActor, nodeId);
  const looking = keep.round();
  const containers = () => realEngine().list({ [labels.role]: "isolation-proof" });
  await until("the proof to begin", async () => (await containers()).length > 0);
  await keep.stop();
  await looking;
  expect(await containers()).toEqual([]);
  expect(await realEngine().listNetworks({ [labels.role]: "isolation-proof" })).toEqual([]);
  expect(await view()).toMatchObject({ asked: true });
});

it("a machine that refuses is shown in health, with the reason and the commands; so is a container that got through", async () => {
  const refusing = {
    ...realEngine(),
    isolate: async () => ({
      state: "failed" as const,
      tool: null,
      changed: false,
      reason: "Not permitted.",
      commands: "iptables -N X",
    }),
  };
  await keeper(refusing).round();
  const failed = await isolationHealth();
  expect(failed).toMatchObject({ status: "down", required: false });
  expect(failed?.detail).toMatch(
    /^local: containers reach the machine.* Not permitted\. Run as root on the machine:\niptables -N X$/,
  );

  const leaking = {
    ...realEngine(),
    proveIsolation: async () => [{ what: "the panel on this machine", address: "10.0.0.1:3000", reached: true }],
  };
  await askForProof(systemActor, nodeId);
  await keeper(leaking).round();
  expect((await isolationHealth())?.detail).toBe(
    "local: a container reached the panel on this machine (10.0.0.1:3000).",
  );
  await sql().run("UPDATE node SET isolation_proof = NULL");
});

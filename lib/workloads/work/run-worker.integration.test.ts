import { createServer as createTcpServer } from "node:net";
import { status as pingByLibrary } from "minecraft-server-util";
import { Rcon } from "rcon-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { endPanelSessions } from "@/lib/auth/sessions/end-panel-sessions";
import { sql } from "@/lib/db/transaction";
import { sendCommand } from "@/lib/game-servers/console/send-command";
import { rotateCredentials } from "@/lib/game-servers/credentials/rotate-credentials";
import { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { retryServer } from "@/lib/game-servers/lifecycle/retry-server";
import { listServerEvents } from "@/lib/game-servers/queries";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { until } from "@/lib/testing/until";
import {
  removeServer,
  residue,
  startWorkerKit,
  sweepEngine,
  untilGone,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";
import type { RunPlan } from "../workload-definition";

let environment: TestEnvironment;
let kit: WorkerKit | undefined;
let owner: Actor;
let nodeId: string;
const input = { name: "World", memory: 0.5, diskSpace: 1, cpu: 1, environment: { MOTD: "Hello there" } };

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  nodeId = await makeNode(await freePortRange(20));
  owner = await makeUser();
});
afterEach(async () => {
  await kit?.stop();
  kit = undefined;
});
afterAll(async () => {
  await sweepEngine();
  await environment.close();
});

/** The plans with one step of the creating run replaced. */
function brokenAt(step: string, when: "before" | "after"): typeof gameServer.plans {
  const create: RunPlan = {
    ...gameServer.plans.create,
    steps: gameServer.plans.create.steps.map((item) =>
      item.name !== step
        ? item
        : {
            ...item,
            attempts: 1,
            act: async (context, tools) => {
              if (when === "after") await item.act(context, tools);
              throw new Error(`broken ${when} ${step}`);
            },
          },
    ),
  };
  return { ...gameServer.plans, create };
}

describe("the life of a server", () => {
  it("comes online step by step, answers third-party clients, takes new credentials and leaves nothing behind", async () => {
    const before = await residue();
    kit = await startWorkerKit({ watchNode: nodeId });
    const created = await createServer(owner, input);
    expect(created.rconPassword).toMatch(/^[A-Za-z0-9]{12}$/);
    await untilStatus(created.id, "online");

    const { items } = await listServerEvents(owner, created.id);
    const done = items.filter((item) => item.status === "done" || item.status === "skipped").map((item) => item.step);
    expect(done).toEqual(["accept", "reserve", "pull", "storage", "install", "create", "start", "ready"]);
    expect(items.at(-1)).toMatchObject({ step: "create", status: "succeeded" });

    const answer = await pingByLibrary(created.ipAddress ?? "", created.port ?? 0, { timeout: 3000 });
    expect(answer.motd.clean).toBe("Hello there");
    expect(await sendCommand(owner, created.id, "list")).toMatchObject({ output: expect.stringContaining("players") });
    const state = await kit.engine.inspect(created.id);
    const rcon = await Rcon.connect({
      host: state?.ipAddress ?? "",
      port: created.rconPort,
      password: created.rconPassword,
    });
    expect(await rcon.send("list")).toContain("players");
    await rcon.end();

    const rotated = await rotateCredentials(owner, created.id, endPanelSessions);
    expect(rotated.rconPassword).not.toBe(created.rconPassword);
    await untilStatus(created.id, "online");
    const fresh = await kit.engine.inspect(created.id);
    const target = { host: fresh?.ipAddress ?? "", port: created.rconPort };
    await expect(Rcon.connect({ ...target, password: created.rconPassword })).rejects.toThrow();
    await (await Rcon.connect({ ...target, password: rotated.rconPassword })).end();

    await removeServer(owner, created.id);
    expect(await residue()).toEqual(before);
    const publishedBy = (worker: WorkerKit) =>
      worker.published.filter((item) => item.event === "server.status").map((item) => item.data.status);
    await expect
      .poll(() => kit && publishedBy(kit), { timeout: 15_000 })
      .toEqual(["online", "starting", "online", "deleting", "deleted"]);
  });

  it("stops, starts, restarts and kills", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const { id } = await createServer(owner, input);
    await untilStatus(id, "online");
    await powerServer(owner, id, "stop");
    await untilStatus(id, "offline");
    expect((await kit.engine.inspect(id))?.exitCode).toBe(0);
    await powerServer(owner, id, "start");
    await untilStatus(id, "online");
    await powerServer(owner, id, "restart");
    await untilStatus(id, "online");
    await powerServer(owner, id, "kill");
    await untilStatus(id, "offline");
    expect((await kit.engine.inspect(id))?.exitCode).toBe(137);
    await deleteServer(owner, id);
    await untilGone(id);
  });

  it("takes the next port when another program uses the first, and frees it when that program ends", async () => {
    const free = await sql().row<{ port: number }>(
      "SELECT port FROM port WHERE state = 'free' AND protocol = 'tcp' ORDER BY port LIMIT 1",
    );
    const otherProgram = createTcpServer();
    await new Promise<void>((resolve) => otherProgram.listen(free?.port, "127.0.0.1", resolve));
    kit = await startWorkerKit();
    const created = await createServer(owner, input);
    expect(created.port).toBe(free?.port);
    const server = await untilStatus(created.id, "online");
    expect(server.mainPort).toBe((free?.port ?? 0) + 1);
    await deleteServer(owner, created.id);
    await untilGone(created.id);
    expect((await residue()).ports).toContain("blocked:1");
    await kit.stop();
    await new Promise((resolve) => otherProgram.close(resolve));
    kit = await startWorkerKit({ watchNode: nodeId });
    await until("the port to be free", async () => !JSON.stringify((await residue()).ports).includes("blocked"));
  });

  it("deletes in the middle of a create", async () => {
    const before = await residue();
    kit = await startWorkerKit();
    const { id } = await createServer(owner, input);
    await until("the create to begin", async () =>
      sql().row(
        "SELECT 1 FROM run_step s JOIN provisioning_run r ON r.id = s.run_id WHERE r.resource_id = $1 AND s.step = 'create'",
        [id],
      ),
    );
    await removeServer(owner, id);
    expect(await residue()).toEqual(before);
  });

  it("cancels a run whose notice was lost", async () => {
    const never = {
      ...gameServer.plans.start.steps[0],
      name: "ready",
      timeoutMs: 60_000,
      act: (_: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    };
    kit = await startWorkerKit({
      plans: { ...gameServer.plans, create: { ...gameServer.plans.create, steps: [never] } },
    });
    const { id } = await createServer(owner, { ...input, template: "sample-game" });
    await until("the step", async () =>
      sql().row("SELECT 1 FROM run_step JOIN provisioning_run r ON r.id = run_id WHERE r.resource_id = $1", [id]),
    );
    await sql().run("UPDATE provisioning_run SET cancel_at = now() WHERE resource_id = $1", [id]);
    await untilStatus(id, "failed");
    await removeServer(owner, id);
  });
});

describe("a create that fails at any step", () => {
  const steps = gameServer.plans.create.steps.map((step) => step.name);
  it.each(
    steps.flatMap(
      (step) =>
        [
          [step, "before"],
          [step, "after"],
        ] as const,
    ),
  )("%s (%s it acts): everything is as before, and retry works", async (step, when) => {
    const before = await residue();
    kit = await startWorkerKit({ plans: brokenAt(step, when) });
    const { id } = await createServer(owner, input);
    const failed = await untilStatus(id, "failed");
    await untilIdle(id);
    expect(await residue()).toEqual(before);
    expect(failed).toMatchObject({ nodeId: null, mainPort: null, holdsCapacity: false });
    const row = await sql().row("SELECT failure_code FROM workload WHERE id = $1", [id]);
    expect(row).toEqual({ failure_code: "internal_error" });
    await kit.stop();
    kit = await startWorkerKit();
    await retryServer(owner, id);
    await untilStatus(id, "online");
    await deleteServer(owner, id);
    await untilGone(id);
    expect(await residue()).toEqual(before);
  });
});

describe("a game that ends by itself", () => {
  it("is restarted after a crash, and settles as crashed with the reason when it goes on", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const { id } = await createServer(owner, input);
    await untilStatus(id, "online");
    await sendCommand(owner, id, "crash").catch(() => {});
    await untilStatus(id, "starting");
    const again = await untilStatus(id, "online");
    expect(again.crashCount).toBe(1);
    await sql().run("UPDATE workload SET crash_count = 3, last_crash_at = now() WHERE id = $1", [id]);
    await sendCommand(owner, id, "crash").catch(() => {});
    await untilStatus(id, "crashed");
    const row = await sql().row<{ failure_code: string; failure_message: string }>(
      "SELECT failure_code, failure_message FROM workload WHERE id = $1",
      [id],
    );
    expect(row?.failure_code).toBe("game_crashed");
    expect(row?.failure_message).toMatch(/^The game ended while it was online\./);
    expect(row?.failure_message).toContain("code 1");
    await deleteServer(owner, id);
    await untilGone(id);
  });

  it("distinguishes running out of memory", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const { id } = await createServer(owner, { ...input, memory: 0.5 });
    await untilStatus(id, "online");
    await sql().run("UPDATE workload SET crash_count = 3, last_crash_at = now() WHERE id = $1", [id]);
    await sendCommand(owner, id, "leak").catch(() => {});
    await untilStatus(id, "crashed", 40_000);
    const row = await sql().row("SELECT failure_code FROM workload WHERE id = $1", [id]);
    expect(row).toEqual({ failure_code: "container_out_of_memory" });
    await deleteServer(owner, id);
    await untilGone(id);
  });

  it("is offline when it was stopped from inside", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const { id } = await createServer(owner, input);
    await untilStatus(id, "online");
    await sendCommand(owner, id, "stop").catch(() => {});
    await untilStatus(id, "offline");
    await deleteServer(owner, id);
    await untilGone(id);
  });
});

describe("the reconciler", () => {
  it("creates a missing container again and removes one whose server was deleted", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const { id } = await createServer(owner, input);
    await untilStatus(id, "online");
    await kit.engine.remove(id);
    await untilStatus(id, "starting");
    await untilStatus(id, "online");
    // The row goes behind the panel's back; the next round finds the orphan.
    await sql().run("UPDATE port SET state = 'free', resource_id = NULL, name = NULL WHERE resource_id = $1", [id]);
    await sql().run("DELETE FROM workload WHERE id = $1", [id]);
    await kit.stop();
    kit = await startWorkerKit({ watchNode: nodeId });
    await until("the orphan to be removed", async () => (await kit?.engine.inspect(id)) === null);
  });
});

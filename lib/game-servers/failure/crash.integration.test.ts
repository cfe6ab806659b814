import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sleep } from "@/lib/core/clock";
import { sql } from "@/lib/db/transaction";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import {
  makeOnlineServer,
  removeServer,
  startWorkerKit,
  sweepEngine,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";
import { sendCommand } from "../console/send-command";
import { cancelRestart } from "../lifecycle/cancel-restart";
import { powerServer } from "../lifecycle/power-server";
import { retryServer } from "../lifecycle/retry-server";
import { getServer } from "../queries";
import { addMember } from "../sharing/members";

let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let friend: Actor;
let id: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  const nodeId = await makeNode(await freePortRange(20));
  [owner, friend] = await Promise.all([makeUser(), makeUser()]);
  kit = await startWorkerKit({ watchNode: nodeId });
  id = await makeOnlineServer(owner);
});
afterAll(async () => {
  await removeServer(owner, id);
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

/** Crashes for the time that `crashCount` says: the first restart waits 2 s, the second 10 s. */
async function crash(crashCount: number): Promise<void> {
  await sql().prisma.workload.update({ where: { id }, data: { crashCount, lastCrashAt: new Date() } });
  await sendCommand(owner, id, "crash").catch(() => {});
}

const startsOf = () => sql().prisma.provisioningRun.count({ where: { resourceId: id, startedAt: { not: null } } });

describe("a game that crashed", () => {
  it("waits for its restart with the cause and its log, and no restart follows once it is cancelled", async () => {
    await crash(1);
    await untilStatus(id, "starting");
    const waiting = await getServer(owner, id);
    expect(waiting.restart).toMatchObject({ attempt: 2, of: 3 });
    expect(waiting.restart?.inMs).toBeGreaterThan(5_000);
    expect(waiting.restart?.inMs).toBeLessThanOrEqual(10_000);
    expect(waiting.crash).toMatchObject({ exitCode: 1, cause: { kind: "exit", title: "It ended with an error" } });
    const { lines = [], cause } = waiting.crash ?? {};
    expect(lines[cause?.line ?? -1]).toMatch(/error/i);
    const before = await startsOf();
    expect(await cancelRestart(owner, id)).toEqual({ status: "crashed" });
    // Past the time at which it would have begun.
    await sql().run("UPDATE provisioning_run SET not_before = now() WHERE resource_id = $1", [id]);
    await sleep(3_000);
    expect(await startsOf()).toBe(before);
    const after = await getServer(owner, id);
    expect(after).toMatchObject({ status: "crashed", restart: null, busy: false });
    expect(after.crash?.exitCode).toBe(1);
    const entry = await sql().prisma.auditEntry.findFirst({
      where: { action: "server.restart_cancelled", targetId: id },
    });
    expect(entry?.actorId).toBe(owner.userId);
    await expect(cancelRestart(owner, id)).rejects.toMatchObject({ code: "wrong_state" });
  });

  it("forgets the crash when it is online again", async () => {
    await retryServer(owner, id);
    await untilStatus(id, "online");
    expect(await getServer(owner, id)).toMatchObject({ crash: null, restart: null, fix: null, failure: null });
  });

  it("shows its log to those who may read the console, and a size to those who may change it", async () => {
    await addMember(owner, id, { email: friend.email, permissions: ["server.power"], onlyConfirmed: false });
    const facts = { at: new Date().toISOString(), exitCode: 137, outOfMemory: true, lines: ["secret of the log"] };
    await sql().prisma.workload.update({
      where: { id },
      data: { crash: facts, failureCode: "container_out_of_memory" },
    });
    const [own, shared] = await Promise.all([getServer(owner, id), getServer(friend, id)]);
    expect(own.crash).toMatchObject({ cause: { kind: "memory" }, lines: ["secret of the log"] });
    expect(own.fix).toEqual({ field: "memory", value: 1, problem: null });
    expect(shared.crash).toMatchObject({ cause: { kind: "memory" }, lines: [] });
    expect(shared.fix).toBeNull();
    await sql().prisma.user.update({ where: { id: owner.userId ?? "" }, data: { maxMemoryMb: 600 } });
    const { fix } = await getServer(owner, id);
    expect(fix?.problem).toBe("Your quota is 0.586 GiB of memory; 0.5 are in use and 0.5 more are needed.");
  });

  it("cannot be kept from a restart that has begun", async () => {
    await powerServer(owner, id, "restart");
    await expect(cancelRestart(owner, id)).rejects.toMatchObject({ code: "wrong_state" });
    await untilStatus(id, "online");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { createExecutor } from "@/lib/executors/create-executor";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { capacityOf, troublesOf } from "./admin-overview";
import { getDashboard } from "./read-dashboard";
import { startSteps } from "./start-steps";

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

describe("the dashboard", () => {
  it("is empty for somebody new, and shows nobody else's things", async () => {
    const [ada, grace] = [await makeUser(), await makeUser()];
    await createExecutor(grace, { name: "Of Grace", overrides: {}, addresses: [] });
    const view = await getDashboard(ada, null);
    expect(view).toMatchObject({ total: 0, servers: [], hasMore: false, executors: [], services: [], happenings: [] });
    expect((await getDashboard(grace, null)).executors).toMatchObject([{ name: "Of Grace", drifted: false }]);
  });

  it("counts and shows a server that is shared, as shared, and filters by each state of a group", async () => {
    await makeNode({ portStart: 28_480, portEnd: 28_489 });
    const [ada, grace] = [await makeUser(), await makeUser()];
    const input = { memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };
    const { id: own } = await createServer(ada, { ...input, name: "Own" });
    const { id: shared } = await createServer(grace, { ...input, name: "Shared" });
    await createServer(grace, { ...input, name: "Of Grace" });
    await sql().prisma.resourceMember.create({
      data: { resourceId: shared, userId: ada.userId ?? "", permissions: ["server.read"] },
    });
    await sql().prisma.workload.update({ where: { id: own }, data: { status: "crashed" } });
    await sql().prisma.workload.update({ where: { id: shared }, data: { status: "failed" } });
    const view = await getDashboard(ada, null);
    expect(view).toMatchObject({ total: 2, byStatus: { crashed: 1, failed: 1 }, used: { servers: 1 } });
    expect(view.servers.map(({ name, sharedBy }) => [name, sharedBy !== null])).toEqual([
      ["Shared", true],
      ["Own", false],
    ]);
    expect((await getDashboard(ada, "attention")).servers).toHaveLength(2);
    expect((await getDashboard(ada, "online")).servers).toEqual([]);
  });
});

describe("the first steps", () => {
  it("are fewer for a customer than for an administrator", async () => {
    const ids = async (role: "USER" | "ADMIN" | "GUEST") =>
      (await startSteps(await makeUser(role))).map(({ id }) => id);
    expect(await ids("USER")).toEqual(["factor", "server"]);
    expect(await ids("ADMIN")).toEqual(["factor", "server", "invite", "mail", "backups"]);
  });

  it("tick themselves", async () => {
    const ada = await makeUser();
    const isDone = async () => (await startSteps(ada)).find(({ id }) => id === "factor")?.isDone;
    expect(await isDone()).toBe(false);
    await sql().prisma.passkey.create({
      data: {
        id: newId("passkey"),
        userId: ada.userId ?? "",
        name: "Key",
        credentialId: `credential-${ada.userId}`,
        publicKey: new Uint8Array([1]),
        deviceType: "singleDevice",
        backedUp: false,
      },
    });
    expect(await isDone()).toBe(true);
  });
});

describe("the overview of administrators", () => {
  it("refuses a customer, and lists the servers of everybody that need a person", async () => {
    const [admin, customer] = [await makeUser("ADMIN"), await makeUser()];
    await expect(capacityOf(customer, [])).rejects.toMatchObject({ code: "forbidden" });
    await expect(troublesOf(customer, [])).rejects.toMatchObject({ code: "forbidden" });
    const troubles = await troublesOf(admin, []);
    expect(troubles.map(({ name, status }) => `${name} ${status}`).sort()).toEqual(["Own crashed", "Shared failed"]);
    // Three servers of half a GiB were made in the last 30 days.
    expect((await capacityOf(admin, [])).memory.perWeek).toBeCloseTo((1.5 * 7) / 30);
  });
});

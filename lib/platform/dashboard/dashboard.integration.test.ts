import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { createExecutor } from "@/lib/executors/create-executor";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
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

  it("finds no server in a state that none has", async () => {
    expect((await getDashboard(await makeUser(), "attention")).servers).toEqual([]);
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
  it("refuses a customer, and has nothing to show on a new panel", async () => {
    const [admin, customer] = [await makeUser("ADMIN"), await makeUser()];
    await expect(capacityOf(customer, [])).rejects.toMatchObject({ code: "forbidden" });
    await expect(troublesOf(customer, [])).rejects.toMatchObject({ code: "forbidden" });
    expect(await troublesOf(admin, [])).toEqual([]);
    expect((await capacityOf(admin, [])).memory).toEqual({ reserved: 0, total: 0, perWeek: 0, weeksLeft: null });
  });
});

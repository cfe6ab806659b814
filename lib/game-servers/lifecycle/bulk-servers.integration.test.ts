import { afterAll, beforeAll, expect, it } from "vitest";
import * as bulk from "@/app/api/servers/bulk/route";
import * as list from "@/app/api/servers/route";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { callRoute, panelOrigin, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { createServer } from "./create-server";

let environment: TestEnvironment;
let ada: Actor;
let bob: Actor;
let cookie: string;
const modules = { "/api/servers/bulk": bulk };

beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeNode({ portStart: 28_460, portEnd: 28_479 });
  ada = await makeUser();
  bob = await makeUser();
  cookie = await signedIn(ada);
});
afterAll(() => environment.close());

async function make(owner: Actor, name: string, status: string): Promise<string> {
  const { id } = await createServer(owner, { name, memory: 0.5, diskSpace: 1, cpu: 1, environment: {} });
  await sql().run("UPDATE provisioning_run SET finished_at = now(), state = 'succeeded' WHERE resource_id = $1", [id]);
  await sql().run("UPDATE workload SET status = $2::workload_status WHERE id = $1", [id, status]);
  return id;
}
const statusOf = async (id: string) =>
  (await sql().row<{ status: string }>("SELECT status FROM workload WHERE id = $1", [id]))?.status;
const act = (ids: string[], action: string, dryRun = false) =>
  callRoute(modules, { to: "POST /api/servers/bulk", cookie, body: { ids, action, dryRun } });

it("shows what would happen to each, does it, and leaves servers of others alone", async () => {
  const online = await make(ada, "Online", "online");
  const offline = await make(ada, "Offline", "offline");
  const suspended = await make(ada, "Held", "suspended");
  const foreign = await make(bob, "Secret", "online");
  const ids = [online, offline, suspended, foreign, newId("server")];
  const preview = await act(ids, "stop", true);
  expect(preview.status, JSON.stringify(preview.body)).toBe(200);
  expect(preview.body).toMatchObject({ dryRun: true, affected: 1 });
  expect(preview.body.results).toMatchObject([
    { name: "Online", ok: true, message: expect.stringMatching(/stopped/) },
    { name: "Offline", ok: false, message: "It is offline already." },
    { name: "Held", ok: false },
    { name: "", ok: false },
    { name: "", ok: false },
  ]);
  // A server of somebody else and one that does not exist look the same.
  const [theirs, none] = (preview.body.results as { message: string }[]).slice(3);
  expect(theirs?.message).toBe(none?.message);
  expect(await statusOf(online)).toBe("online");

  expect((await act(ids, "stop")).body).toMatchObject({ dryRun: false, affected: 1 });
  expect(await Promise.all([online, offline, suspended, foreign].map(statusOf))).toEqual([
    "stopping",
    "offline",
    "suspended",
    "online",
  ]);
});

it("deletes several servers", async () => {
  const ids = [await make(ada, "One", "offline"), await make(ada, "Two", "offline")];
  expect((await act(ids, "delete")).body).toMatchObject({ affected: 2 });
  expect(await Promise.all(ids.map(statusOf))).toEqual(["deleting", "deleting"]);
});

it("refuses what is no list of servers", async () => {
  for (const [ids, action] of [
    [[], "stop"],
    [["usr_00000000000000000000000001"], "stop"],
    [[newId("server")], "kill"],
  ] as const)
    expect((await act([...ids], action)).status).toBe(422);
});

it("answers the servers that match as CSV, without those of others and without formulas", async () => {
  await make(ada, "=cmd()", "offline");
  await make(ada, "Other", "online");
  const request = new Request(`${panelOrigin}/api/servers?status=offline&format=csv`, { headers: { cookie } });
  const response = await list.GET(request, { params: Promise.resolve({}) });
  expect(response.headers.get("content-type")).toMatch(/^text\/csv/);
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^id,name,state,/);
  expect(lines.filter((line) => line.includes(",offline,"))).toHaveLength(lines.length - 1);
  expect(lines.some((line) => line.includes(`,"'=cmd()",offline,`))).toBe(true);
  expect(lines.join()).not.toMatch(/Secret|Other/);
});

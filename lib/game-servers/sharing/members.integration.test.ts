import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { endPanelSessions } from "@/lib/auth/sessions/end-panel-sessions";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { type MemberPermission, memberPermissions } from "../contract";
import { revealCredentials } from "../credentials/reveal-credentials";
import { rotateCredentials } from "../credentials/rotate-credentials";
import { createServer } from "../lifecycle/create-server";
import { deleteServer } from "../lifecycle/delete-server";
import { powerServer } from "../lifecycle/power-server";
import { reinstallServer } from "../lifecycle/reinstall-server";
import { retryServer } from "../lifecycle/retry-server";
import { suspendServer } from "../lifecycle/suspend-server";
import { updateServer } from "../lifecycle/update-server";
import { loadServer } from "../load-server";
import { getServer, listServers } from "../queries";
import { addMember, changeMember, listMembers, removeMember } from "./members";

let environment: TestEnvironment;
let owner: Actor;
let friend: Actor;
let otherUser: Actor;
let id: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeNode(await freePortRange(100));
  [owner, friend, otherUser] = await Promise.all([makeUser(), makeUser(), makeUser()]);
});
beforeEach(async () => {
  await sql().run("DELETE FROM resource_member");
  ({ id } = await createServer(owner, { name: "World", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} }));
});
afterAll(() => environment.close());

const may = (actor: Actor, permission: Parameters<typeof loadServer>[2]) =>
  loadServer(actor, id, permission, sql()).then(
    () => true,
    () => false,
  );

describe("sharing a server", () => {
  test("gives exactly what was chosen, and reading; nobody else sees it", async () => {
    expect(await may(friend, "server.read")).toBe(false);
    await addMember(owner, id, { email: friend.email, permissions: ["server.power"], onlyConfirmed: false });
    const reached = [];
    for (const permission of memberPermissions) if (await may(friend, permission)) reached.push(permission);
    expect(reached).toEqual(["server.read", "server.power"]);
    for (const never of ["server.delete", "server.share", "server.suspend"] as const) {
      expect(await may(friend, never)).toBe(false);
    }
    expect(await may(otherUser, "server.read")).toBe(false);
    await expect(deleteServer(friend, id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listServers(friend, { limit: 10, all: false })).items.map((item) => item.id)).toEqual([id]);
    expect((await listServers(otherUser, { limit: 10, all: false })).items).toEqual([]);
  });

  test("changing and ending it work on the next call; members may leave by themselves", async () => {
    await addMember(owner, id, { email: friend.email, permissions: [...memberPermissions], onlyConfirmed: false });
    expect(await may(friend, "server.update")).toBe(true);
    await changeMember(owner, id, friend.userId ?? "", ["server.console"]);
    expect(await may(friend, "server.update")).toBe(false);
    await removeMember(friend, id, friend.userId ?? "");
    expect(await may(friend, "server.read")).toBe(false);
    await expect(removeMember(owner, id, friend.userId ?? "")).rejects.toMatchObject({ code: "not_found" });
  });

  test("a member who may not change the settings does not see the environment", async () => {
    await sql().run('UPDATE server SET environment = \'{"MOTD":"hunter2"}\' WHERE id = $1', [id]);
    await addMember(owner, id, { email: friend.email, permissions: ["server.power"], onlyConfirmed: false });
    expect((await getServer(friend, id)).environment).toEqual({});
    await changeMember(owner, id, friend.userId ?? "", ["server.update"]);
    expect((await getServer(friend, id)).environment).toEqual({ MOTD: "hunter2" });
    expect((await getServer(owner, id)).environment).toEqual({ MOTD: "hunter2" });
  });

  test("an address that is not confirmed gets no share where confirming is required", async () => {
    await sql().run("UPDATE app_user SET email_verified_at = NULL WHERE id = $1", [otherUser.userId]);
    const share = addMember(owner, id, { email: otherUser.email, permissions: [], onlyConfirmed: true });
    await expect(share).rejects.toMatchObject({ errors: [{ path: "email" }] });
  });

  test("a share never gives more than the role allows", async () => {
    await addMember(owner, id, { email: friend.email, permissions: ["server.power"], onlyConfirmed: false });
    await expect(loadServer({ ...friend, role: "GUEST" }, id, "server.power", sql())).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("members cannot share, and other users cannot list the members", async () => {
    await addMember(owner, id, { email: friend.email, permissions: [...memberPermissions], onlyConfirmed: false });
    for (const actor of [friend, otherUser]) {
      await expect(listMembers(actor, id)).rejects.toMatchObject({ code: "not_found" });
      await expect(
        addMember(actor, id, { email: otherUser.email, permissions: [], onlyConfirmed: false }),
      ).rejects.toMatchObject({
        code: "not_found",
      });
    }
    await expect(removeMember(otherUser, id, friend.userId ?? "")).rejects.toMatchObject({ code: "not_found" });
  });

  test("unknown addresses, the owner and a second share are refused in words", async () => {
    const share = (email: string) => addMember(owner, id, { email, permissions: [], onlyConfirmed: false });
    await expect(share("nobody@example.net")).rejects.toMatchObject({ errors: [{ path: "email" }] });
    await expect(share(owner.email)).rejects.toMatchObject({ errors: [{ path: "email" }] });
    await share(friend.email);
    await expect(share(friend.email)).rejects.toMatchObject({ code: "already_shared" });
  });

  test("a token limited to other servers does not reach this one, nor lists it", async () => {
    const token: Actor = { ...owner, kind: "token", scopes: ["*"], resourceIds: ["srv_other"] };
    expect(await may(token, "server.read")).toBe(false);
    expect((await listServers(token, { limit: 10, all: false })).items).toEqual([]);
    expect(await may({ ...token, resourceIds: [id] }, "server.read")).toBe(true);
    const input = { name: "Another", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };
    await expect(createServer({ ...token, resourceIds: [id] }, input)).rejects.toMatchObject({ code: "forbidden" });
  });
});

/** What each use case does to a server, and the one permission that allows it. */
const useCases: [string, string, (actor: Actor) => Promise<unknown>][] = [
  ["start", "server.power", (actor) => powerServer(actor, id, "start")],
  ["kill", "server.power", (actor) => powerServer(actor, id, "kill")],
  ["rename", "server.update", (actor) => updateServer(actor, id, { name: "Renamed" })],
  ["reinstall", "server.reinstall", (actor) => reinstallServer(actor, id)],
  ["reveal credentials", "server.credentials", (actor) => revealCredentials(actor, id)],
  ["rotate credentials", "server.credentials", (actor) => rotateCredentials(actor, id, endPanelSessions)],
  ["suspend", "nothing that is shared", (actor) => suspendServer(actor, id)],
  ["delete", "nothing that is shared", (actor) => deleteServer(actor, id)],
  ["share", "nothing that is shared", (actor) => listMembers(actor, id)],
];

describe("a permission does what its name says and no more", () => {
  const settle = async (status: string) => {
    await sql().run("UPDATE provisioning_run SET finished_at = now(), state = 'failed' WHERE finished_at IS NULL");
    await sql().run("UPDATE workload SET status = $2 WHERE id = $1", [id, status]);
  };
  const isRefused = (call: Promise<unknown>) =>
    call.then(
      () => false,
      (error) => ["not_found", "forbidden"].includes(error.code),
    );

  test.each(useCases)("%s needs %s", async (_what, needed, act) => {
    for (const permission of memberPermissions) {
      await sql().run("DELETE FROM resource_member");
      await addMember(owner, id, { email: friend.email, permissions: [permission], onlyConfirmed: false });
      await settle("offline");
      expect([permission, await isRefused(act(friend))]).toEqual([permission, permission !== needed]);
    }
  });

  test.each<[string, MemberPermission[]]>([
    ["crashed", ["server.power"]],
    ["failed", ["server.power", "server.reinstall"]],
  ])("retrying a server that is %s needs %s", async (status, needed) => {
    const others = memberPermissions.filter((permission) => !needed.includes(permission));
    const choices: [MemberPermission[], boolean][] = [
      [others, true],
      ...needed.map((missing): [MemberPermission[], boolean] => [
        memberPermissions.filter((permission) => permission !== missing),
        true,
      ]),
      [needed, false],
    ];
    for (const [permissions, refused] of choices) {
      await sql().run("DELETE FROM resource_member");
      await addMember(owner, id, { email: friend.email, permissions, onlyConfirmed: false });
      await settle(status);
      expect([permissions, await isRefused(retryServer(friend, id))]).toEqual([permissions, refused]);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { createSession } from "@/lib/auth/sessions/sessions";
import { createToken } from "@/lib/auth/tokens/tokens";
import { sleep } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { DatabaseListener } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { type Harness, nextEvent, type RawClient, startHarness } from "@/lib/realtime/testing/realtime-harness";
import { callRoute } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { listeningGuard } from "./listening-rights";

/**
 * Every way in which a right to listen ends, on every kind of channel it allows: over the wire, on sockets that never
 * signed in, with the panel's own route as what signs. Whatever ends it is one statement, as a use case, the command
 * line or a person at the database would write it.
 */
let environment: TestEnvironment;
let harness: Harness;
let listener: DatabaseListener;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  listener = new DatabaseListener({ databaseUrl: environment.databaseUrl, log: undefined });
  await listener.start();
  const guard = listeningGuard(listener);
  harness = await startHarness({ app: { id: "test", key: "test-key", secret: "test-secret" }, guard });
  nodeId = await makeNode({ portStart: 41_000, portEnd: 41_001 });
});
afterAll(async () => {
  await harness.close();
  await listener.stop();
  await environment.close();
});

/** Who listens, and what the statements that end it may name. */
type Scene = { headers: Record<string, string>; ids: Record<string, string>; channel: string };

async function makeServer(ownerId: string): Promise<string> {
  const id = newId("server");
  await sql().run(
    `WITH w AS (
       INSERT INTO workload (id, kind, owner_id, name, region_id, node_id, memory_mb, disk_mb, cpu_milli)
       SELECT $1, 'game-server', $2, 'S', n.region_id, n.id, 1, 1, 1 FROM node n WHERE n.id = $3 RETURNING id)
     INSERT INTO server (id, template_id, rcon_port) SELECT w.id, t.id, 25575 FROM w, (SELECT id FROM template LIMIT 1) t`,
    [id, ownerId, nodeId],
  );
  return id;
}

async function sessionOf(actor: Actor, scopeResourceId: string | null = null) {
  const origin = { ip: "192.0.2.1", userAgent: null, requestId: null };
  const { id, token } = await createSession({ userId: actor.userId ?? "", scopeResourceId, origin });
  return { id, headers: { cookie: `${sessionCookieName()}=${token}` } };
}

const channels = {
  user: (ids: Record<string, string>) => `private-user-${ids.user}`,
  server: (ids: Record<string, string>) => `private-server-${ids.server}`,
  staff: () => "private-staff",
  executor: (ids: Record<string, string>) => `private-executor-${ids.executor}`,
};
type Channel = keyof typeof channels;

async function bySession(role: Role, channel: Channel): Promise<Scene> {
  const actor = await makeUser(role);
  const session = await sessionOf(actor);
  const ids = { user: actor.userId ?? "", session: session.id, server: await makeServer(actor.userId ?? "") };
  return { headers: session.headers, ids, channel: channels[channel](ids) };
}

async function byShare(): Promise<Scene> {
  const [owner, member] = [await makeUser(), await makeUser()];
  const server = await makeServer(owner.userId ?? "");
  await sql().run("INSERT INTO resource_member (resource_id, user_id, permissions) VALUES ($1, $2, '{server.read}')", [
    server,
    member.userId,
  ]);
  const session = await sessionOf(member);
  const ids = { user: member.userId ?? "", owner: owner.userId ?? "", session: session.id, server };
  return { headers: session.headers, ids, channel: channels.server(ids) };
}

async function byPanelLogin(): Promise<Scene> {
  const actor = await makeUser();
  const server = await makeServer(actor.userId ?? "");
  const session = await sessionOf(actor, server);
  const ids = { user: actor.userId ?? "", session: session.id, server };
  return { headers: session.headers, ids, channel: channels.server(ids) };
}

async function byToken(role: Role, channel: Channel): Promise<Scene> {
  const actor = await makeUser(role);
  const { id, token } = await createToken(actor, actor.userId ?? "", { name: "T", scopes: ["*"] });
  const ids = { user: actor.userId ?? "", token: id, server: await makeServer(actor.userId ?? "") };
  return { headers: { authorization: `Bearer ${token}` }, ids, channel: channels[channel](ids) };
}

async function byKey(): Promise<Scene> {
  const actor = await makeUser();
  const session = await sessionOf(actor);
  const made = await callRoute(routes, { to: "POST /api/executors", headers: session.headers, body: { name: "E" } });
  const { id, key, secret } = made.body as { id: string; key: string; secret: string };
  const ids = { user: actor.userId ?? "", executor: id };
  return { headers: { "x-api-key": key, "x-api-secret": secret, origin: "" }, ids, channel: channels.executor(ids) };
}

async function subscribe(scene: Scene, socket: RawClient = harness.raw()): Promise<RawClient> {
  const socketId = await socket.socketId();
  const body = { socket_id: socketId, channel_name: scene.channel };
  const signed = await callRoute(routes, { to: "POST /api/pusher/auth", headers: scene.headers, body });
  expect(signed.status).toBe(200);
  socket.send({ event: "pusher:subscribe", data: { channel: scene.channel, ...signed.body } });
  await socket.next("pusher_internal:subscription_succeeded", scene.channel);
  return socket;
}

const sessionEnds = {
  "the session is revoked": "UPDATE session SET revoked_at = now() WHERE id = :session",
  "all sessions are revoked": "UPDATE session SET revoked_at = now() WHERE user_id = :user",
  "the session is deleted": "DELETE FROM session WHERE id = :session",
  "the session was idle for too long": "UPDATE session SET idle_expires_at = now() WHERE id = :session",
  "the session is too old": "UPDATE session SET absolute_expires_at = now() + interval '0.3 s' WHERE id = :session",
  "the account is locked": "UPDATE app_user SET disabled_at = now() WHERE id = :user",
};
const roleEnds = {
  "the role needs a second factor": "UPDATE security_policy SET required_roles = '{USER,MANAGER}'",
  "the second factor is removed": "DELETE FROM passkey WHERE user_id = :user",
};
const demoted = { "the role is taken away": "UPDATE app_user SET role = 'USER' WHERE id = :user" };
const serverEnds = { "the server is deleted": "DELETE FROM workload WHERE id = :server" };
const movedServer = {
  "the server gets another owner":
    "UPDATE workload SET owner_id = (SELECT id FROM app_user WHERE id <> :user LIMIT 1) WHERE id = :server",
};
const shareEnds = {
  "the share ends": "DELETE FROM resource_member WHERE resource_id = :server AND user_id = :user",
  "the share covers less": "UPDATE resource_member SET permissions = '{}' WHERE resource_id = :server",
  "the member is deleted": "DELETE FROM app_user WHERE id = :user",
};
const tokenEnds = {
  "the token is revoked": "UPDATE api_token SET revoked_at = now() WHERE id = :token",
  "the token is deleted": "DELETE FROM api_token WHERE id = :token",
  "the token expires": "UPDATE api_token SET expires_at = now() + interval '0.3 s' WHERE id = :token",
  "the token's secret is replaced": "UPDATE api_token SET token_hash = 'other of ' || id WHERE id = :token",
  "the token's overlap ends": `UPDATE api_token SET previous_hash = token_hash, token_hash = 'next of ' || id,
     previous_expires_at = now() + interval '0.3 s' WHERE id = :token`,
  "the token may do less": "UPDATE api_token SET scopes = '{template.read}' WHERE id = :token",
  "the token is limited to other servers": "UPDATE api_token SET resource_ids = '{srv_other}' WHERE id = :token",
  "the token is limited to other networks": "UPDATE api_token SET addresses = '{203.0.113.0/24}' WHERE id = :token",
  "its owner is locked": "UPDATE app_user SET disabled_at = now() WHERE id = :user",
};
const keyEnds = {
  "the executor is revoked": "UPDATE executor SET revoked_at = now() WHERE id = :executor",
  "the executor is deleted": "DELETE FROM executor WHERE id = :executor",
  "the executor expires": "UPDATE executor SET expires_at = now() + interval '0.3 s' WHERE id = :executor",
  "its secret is replaced": "UPDATE executor SET secret_hash = 'other' WHERE id = :executor",
  "the overlap of its secrets ends": `UPDATE executor SET previous_hash = secret_hash, secret_hash = 'other',
     previous_until = now() + interval '0.3 s' WHERE id = :executor`,
  "it is limited to other networks": "UPDATE executor SET addresses = '{203.0.113.0/24}' WHERE id = :executor",
  "its owner is locked": "UPDATE app_user SET disabled_at = now() WHERE id = :user",
  "its owner is deleted": "DELETE FROM app_user WHERE id = :user",
};

type Case = [holder: string, channel: string, end: string, make: () => Promise<Scene>, statement: string];

function casesOf(holder: string, channel: string, make: () => Promise<Scene>, ends: Record<string, string>): Case[] {
  return Object.entries(ends).map(([end, statement]) => [holder, channel, end, make, statement]);
}

const cases: Case[] = [
  ...casesOf("a session", "user", () => bySession("USER", "user"), { ...sessionEnds, ...roleEnds }),
  ...casesOf("a session", "own server", () => bySession("USER", "server"), {
    ...sessionEnds,
    ...roleEnds,
    ...serverEnds,
    ...movedServer,
  }),
  ...casesOf("staff", "staff", () => bySession("MANAGER", "staff"), { ...sessionEnds, ...roleEnds, ...demoted }),
  ...casesOf("staff", "anybody's server", staffOnOthers, { ...sessionEnds, ...roleEnds, ...demoted, ...serverEnds }),
  ...casesOf("a member", "shared server", byShare, { ...sessionEnds, ...roleEnds, ...shareEnds, ...serverEnds }),
  ...casesOf("a panel login", "its server", byPanelLogin, { ...sessionEnds, ...serverEnds }),
  ...casesOf("a token", "own server", () => byToken("USER", "server"), {
    ...tokenEnds,
    ...roleEnds,
    ...serverEnds,
    ...movedServer,
  }),
  ...casesOf("a token of staff", "staff", () => byToken("MANAGER", "staff"), { ...tokenEnds, ...roleEnds, ...demoted }),
  ...casesOf("a key", "executor", byKey, keyEnds),
];

async function staffOnOthers(): Promise<Scene> {
  const scene = await bySession("MANAGER", "server");
  const server = await makeServer((await makeUser()).userId ?? "");
  return { ...scene, ids: { ...scene.ids, server }, channel: `private-server-${server}` };
}

/** Runs a statement whose `:names` are the scene's ids. */
async function run(statement: string, ids: Record<string, string>): Promise<void> {
  const values: string[] = [];
  const text = statement.replace(/(?<!:):([a-z]+)/g, (_all, name: string) => `$${values.push(ids[name] ?? "")}`);
  await sql().run(text, values);
}

/** What a right depends on that a person has before it is taken away. */
async function prepare(end: string, ids: Record<string, string>): Promise<void> {
  await sql().run("UPDATE security_policy SET required_roles = '{}'");
  if (end !== "the second factor is removed") return;
  await sql().run(
    `INSERT INTO passkey (id, user_id, name, credential_id, public_key, transports, device_type, backed_up)
     VALUES ($1, $2, 'P', $1, '\\x00', '{}', 'singleDevice', false)`,
    [newId("passkey"), ids.user],
  );
  await sql().run("UPDATE security_policy SET required_roles = '{USER,MANAGER}'");
}

describe("a right to listen that ends", () => {
  it.each(cases)("%s on the channel of %s: %s", async (_holder, _channel, end, make, statement) => {
    await sql().run("UPDATE security_policy SET required_roles = '{}'");
    const scene = await make();
    await prepare(end, scene.ids);
    const socket = await subscribe(scene);
    const bystander = await subscribe(await bySession("ADMIN", "user"));
    const pulse = setInterval(() => void harness.pusher.trigger(scene.channel, "pulse", {}), 40);
    try {
      await socket.next("pulse");
      const startedAt = performance.now();
      await run(statement, scene.ids);
      const { code } = await socket.closed;
      // `npm run bench session-end` has the exact time.
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      expect([4009, 4200]).toContain(code);
      socket.frames.length = 0;
      await sleep(100);
      expect(socket.frames).toEqual([]);
      expect(bystander.socket.readyState).toBe(bystander.socket.OPEN);
    } finally {
      clearInterval(pulse);
      socket.socket.terminate();
      bystander.socket.terminate();
    }
    const body = { socket_id: "1.1", channel_name: scene.channel };
    const again = await callRoute(routes, { to: "POST /api/pusher/auth", headers: scene.headers, body });
    expect([401, 403, 404]).toContain(again.status);
  });
});

describe("a right to listen", () => {
  it("is known by more than a signature: one that nobody was granted opens nothing", async () => {
    const scene = await bySession("USER", "user");
    const socket = harness.raw();
    const signed = harness.pusher.authorizeChannel(await socket.socketId(), scene.channel);
    socket.send({ event: "pusher:subscribe", data: { channel: scene.channel, ...signed } });
    const { data } = await socket.next("pusher:subscription_error", scene.channel);
    expect(JSON.parse(String(data))).toMatchObject({ type: "AuthError", status: 401 });
  });

  it("that ends between the signature and the subscription opens nothing", async () => {
    const scene = await bySession("USER", "user");
    const socket = harness.raw();
    const body = { socket_id: await socket.socketId(), channel_name: scene.channel };
    const signed = await callRoute(routes, { to: "POST /api/pusher/auth", headers: scene.headers, body });
    await run("UPDATE session SET revoked_at = now() WHERE id = :session", scene.ids);
    socket.send({ event: "pusher:subscribe", data: { channel: scene.channel, ...signed.body } });
    await socket.next("pusher:subscription_error", scene.channel);
  });

  it("stays when the session gets a new token, is used, or other people's rights change", async () => {
    const scene = await bySession("USER", "server");
    const socket = await subscribe(scene);
    await run(
      "UPDATE session SET token_hash = 'x' || id, idle_expires_at = now() + interval '2 h' WHERE id = :session",
      scene.ids,
    );
    const other = await byShare();
    await run(shareEnds["the share ends"], other.ids);
    await run(sessionEnds["the account is locked"], other.ids);
    await sleep(600);
    await harness.pusher.trigger(scene.channel, "still", {});
    await socket.next("still");
  });

  it("of a revoked session is explained to its page before the end", async () => {
    const scene = await bySession("USER", "user");
    const socket = await subscribe(scene);
    await run("UPDATE session SET revoked_at = now(), revoked_reason = 'limit' WHERE id = :session", scene.ids);
    const { data } = await socket.next("session.revoked");
    expect(JSON.parse(String(data))).toMatchObject({ sessionId: scene.ids.session, reason: "limit" });
    expect((await socket.closed).code).toBe(4009);
  });

  it("to a server that is deleted ends with the word that it is", async () => {
    const scene = await byShare();
    const socket = await subscribe(scene);
    await run(serverEnds["the server is deleted"], scene.ids);
    const { data } = await socket.next("server.status");
    expect(JSON.parse(String(data))).toMatchObject({ serverId: scene.ids.server, status: "deleted" });
    expect((await socket.closed).code).toBe(4200);
  });

  it("that ended leaves pusher-js with its other channels, and does not come back itself", async () => {
    const scene = await byShare();
    const own = channels.user(scene.ids);
    const client = harness.client("", {
      channelAuthorization: {
        endpoint: "",
        transport: "ajax",
        customHandler: ({ socketId, channelName }, done) => {
          const body = { socket_id: socketId, channel_name: channelName };
          callRoute(routes, { to: "POST /api/pusher/auth", headers: scene.headers, body }).then(
            (answer) => (answer.status === 200 ? done(null, answer.body as never) : done(new Error("refused"), null)),
            (error) => done(error, null),
          );
        },
      },
    });
    const [shared, person] = [client.subscribe(scene.channel), client.subscribe(own)];
    await Promise.all([
      nextEvent(shared, "pusher:subscription_succeeded"),
      nextEvent(person, "pusher:subscription_succeeded"),
    ]);
    await Promise.all([
      nextEvent(person, "pusher:subscription_succeeded"),
      nextEvent(shared, "pusher:subscription_error"),
      run(shareEnds["the share ends"], scene.ids),
    ]);
    const heard: string[] = [];
    shared.bind_global((event: string) => heard.push(event));
    await harness.pusher.trigger(scene.channel, "secret", {});
    const received = nextEvent(person, "update");
    await harness.pusher.trigger(own, "update", {});
    await received;
    expect(heard).toEqual([]);
  });

  it("of all servers is not a token's that is limited to some", async () => {
    const scene = await byToken("ADMIN", "staff");
    await run("UPDATE api_token SET resource_ids = ARRAY[:server] WHERE id = :token", scene.ids);
    const body = { socket_id: "1.1", channel_name: "private-staff" };
    expect(await callRoute(routes, { to: "POST /api/pusher/auth", headers: scene.headers, body })).toMatchObject({
      status: 403,
    });
  });
});

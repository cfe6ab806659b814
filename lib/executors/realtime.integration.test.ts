import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { type Harness, type RawClient, startHarness } from "@/lib/realtime/testing/realtime-harness";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { CommandView, DeliveredCommand } from "./commands/contract";
import { pushAllHeads } from "./commands/delivery/push-heads";
import type { ExecutorView } from "./contract";
import { endCredentials } from "./credentials/end-credentials";

// Executors on a real socket of the embedded server: the panel's own routes let them in.
let environment: TestEnvironment;
let harness: Harness;
let cookie: string;
beforeAll(async () => {
  harness = await startHarness({ app: { id: "test", key: "test-key", secret: "test-secret" } });
  environment = await openTestEnvironment({ PUSHER_PORT: String(harness.port) });
  cookie = await signedIn(await makeUser());
});
afterAll(async () => {
  await harness.close();
  await environment.close();
});

const ask = (to: string, body?: unknown, params: Record<string, string> = {}) =>
  callRoute(routes, { to, cookie, body, params });
type Made = ExecutorView & { secret: string };

type Connected = { executor: Made; socket: RawClient; headers: Record<string, string> };

async function connected(): Promise<Connected> {
  const executor = (await ask("POST /api/executors", { name: "Bridge" })).body as Made;
  const headers = { "x-api-key": executor.key, "x-api-secret": executor.secret, origin: "" };
  const socket = harness.raw();
  const socketId = await socket.socketId();
  const user = await callRoute(routes, { to: "POST /api/pusher/user-auth", headers, body: `socket_id=${socketId}` });
  expect(user.status).toBe(200);
  socket.send({ event: "pusher:signin", data: user.body });
  await socket.next("pusher:signin_success");
  await subscribed(socket, socketId, executor.id, headers);
  return { executor, socket, headers };
}

async function subscribed(
  socket: RawClient,
  socketId: string,
  executorId: string,
  headers: Record<string, string>,
): Promise<void> {
  const channel = `private-executor-${executorId}`;
  const body = { socket_id: socketId, channel_name: channel };
  const join = await callRoute(routes, { to: "POST /api/pusher/auth", headers, body });
  socket.send({ event: "pusher:subscribe", data: { channel, ...join.body } });
  await socket.next("pusher_internal:subscription_succeeded");
}
const send = async (id: string, type = "ping", payload: object = {}) =>
  (await ask("POST /api/executors/[id]/commands", { type, payload }, { id })).body as CommandView;
const received = async (socket: RawClient) =>
  JSON.parse(String((await socket.next("executor.command")).data)) as DeliveredCommand;

it("a command is pushed at once, again after a lost push, and the next one after its acknowledgement", async () => {
  const { executor, socket, headers } = await connected();
  const first = await send(executor.id);
  expect(await received(socket)).toMatchObject({ id: first.id, seq: 1, type: "ping", payload: {} });
  const second = await send(executor.id);
  await sql().run("UPDATE executor_command SET next_push_at = now() WHERE id = $1", [first.id]);
  await pushAllHeads();
  expect(await received(socket)).toMatchObject({ id: first.id });
  const to = "POST /api/executor/commands/[id]/ack";
  await callRoute(routes, { to, headers, params: { id: first.id } });
  expect(await received(socket)).toMatchObject({ id: second.id, seq: 2 });
});

it("what is over 8 kB comes as a claim check, to be fetched", async () => {
  const { executor, socket, headers } = await connected();
  const message = "x".repeat(20_000);
  const sent = await send(executor.id, "bridge.send", { message });
  const pushed = await received(socket);
  expect(pushed).toMatchObject({ id: sent.id, claim: true });
  expect(pushed.payload).toBeUndefined();
  const { body } = await callRoute(routes, { to: "GET /api/executor/commands", headers });
  expect(body.items).toMatchObject([{ id: sent.id, signature: pushed.signature, payload: { message } }]);
});

it("a new configuration is announced, a cancelled command too", async () => {
  const { executor, socket } = await connected();
  await ask("PATCH /api/executors/[id]", { overrides: { zmqPort: 7777 } }, { id: executor.id });
  const { data } = await socket.next("executor.config-changed");
  expect(JSON.parse(String(data))).toMatchObject({ configVersion: 2 });
  const sent = await send(executor.id);
  await received(socket);
  const to = "DELETE /api/executors/[id]/commands/[commandId]";
  await ask(to, undefined, { id: executor.id, commandId: sent.id });
  await socket.next("executor.command-cancelled");
});

it("a revoked executor is notified, disconnected and refused", async () => {
  const { executor, socket, headers } = await connected();
  expect((await ask("DELETE /api/executors/[id]", undefined, { id: executor.id })).status).toBe(204);
  await socket.next("executor.revoked");
  expect((await socket.closed).code).toBe(4009);
  const body = { socket_id: "1.1", channel_name: `private-executor-${executor.id}` };
  expect(await callRoute(routes, { to: "POST /api/pusher/auth", headers, body })).toMatchObject({ status: 403 });
});

it("a secret that leaked is heard no more, also by a socket that did not sign in", async () => {
  const { executor, socket, headers } = await connected();
  const thief = harness.raw();
  await subscribed(thief, await thief.socketId(), executor.id, headers);
  const bystander = await connected();
  const to = "POST /api/executors/[id]/rotate-secret";
  expect((await ask(to, { overlapMinutes: 0 }, { id: executor.id })).status).toBe(200);
  expect((await socket.closed).code).toBe(4009);
  expect((await thief.closed).code).toBe(4009);
  const sent = await send(bystander.executor.id);
  expect(await received(bystander.socket)).toMatchObject({ id: sent.id });
});

it("so is one whose overlap ended, an executor that expired, and one that may come from elsewhere only", async () => {
  const [overlapped, expired, moved, bystander] = [
    await connected(),
    await connected(),
    await connected(),
    await connected(),
  ];
  await ask("POST /api/executors/[id]/rotate-secret", { overlapMinutes: 5 }, { id: overlapped.executor.id });
  await endCredentials();
  const sent = await send(overlapped.executor.id);
  expect(await received(overlapped.socket)).toMatchObject({ id: sent.id });
  await sql().run("UPDATE executor SET previous_until = now() WHERE id = $1", [overlapped.executor.id]);
  await sql().run("UPDATE executor SET expires_at = now() WHERE id = $1", [expired.executor.id]);
  // The columns round to a millisecond, up as well.
  await sql().rows("SELECT pg_sleep(0.005)");
  await endCredentials();
  await ask("PATCH /api/executors/[id]", { addresses: ["192.0.2.0/24"] }, { id: moved.executor.id });
  for (const { socket } of [overlapped, expired, moved]) expect((await socket.closed).code).toBe(4009);
  expect(await endCredentials()).toBe(0);
  const ping = await send(bystander.executor.id);
  expect(await received(bystander.socket)).toMatchObject({ id: ping.id });
});

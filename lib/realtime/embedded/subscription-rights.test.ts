import { afterEach, expect, it } from "vitest";
import { eventually, type Harness, startHarness } from "../testing/realtime-harness";
import { closeCodes } from "./frames";
import type { RightsAnswer, SubscriptionGuard } from "./subscription-rights";

/** A client that leaves and asks again while the panel still finds out whether it may. */
const allowed: RightsAnswer = { allowed: true, forMs: null };
const ended: RightsAnswer = { allowed: false, isOver: false, lastEvent: null };
const channel = "private-server-1";
let harness: Harness;
afterEach(() => harness.close());

/** A guard whose answers come when the test says so, in the order of its choice. */
class HeldGuard implements SubscriptionGuard<string> {
  answer = allowed;
  readonly found: ((grant: string) => void)[] = [];
  readonly decided: (() => void)[] = [];
  isHeld = true;
  change: (key: string) => void = () => {};
  find = () => new Promise<string>((resolve) => this.found.push(resolve));
  decide = () =>
    this.isHeld
      ? new Promise<RightsAnswer>((resolve) => this.decided.push(() => resolve(this.answer)))
      : Promise.resolve(this.answer);
  keysOf = () => ["person"];
  start = async (onChange: (key: string) => void) => {
    this.change = onChange;
  };
  stop = async () => {};
}

async function askTwice(guard: HeldGuard) {
  harness = await startHarness({ guard });
  const client = harness.raw();
  const socketId = await client.socketId();
  const { auth } = harness.pusher.authorizeChannel(socketId, channel);
  const subscribe = { event: "pusher:subscribe", data: { channel, auth } };
  client.send(subscribe);
  await eventually(() => guard.found.length === 1);
  client.send({ event: "pusher:unsubscribe", data: { channel } });
  client.send(subscribe);
  await eventually(() => guard.found.length === 2);
  return client;
}

async function expectEndsWithItsRight(guard: HeldGuard, client: ReturnType<Harness["raw"]>): Promise<void> {
  guard.isHeld = false;
  guard.answer = ended;
  guard.change("person");
  await expect(client.closed).resolves.toMatchObject({ code: closeCodes.reconnect });
}

it("the older answer comes last: the newer subscription still ends with its right", async () => {
  const guard = new HeldGuard();
  const client = await askTwice(guard);
  for (const found of guard.found) found("grant");
  await eventually(() => guard.decided.length === 1);
  guard.decided[0]?.();
  await client.next("pusher_internal:subscription_succeeded", channel);
  await expectEndsWithItsRight(guard, client);
});

it("the older question is found last: it takes nothing from the newer subscription", async () => {
  const guard = new HeldGuard();
  const client = await askTwice(guard);
  guard.found[1]?.("grant");
  await eventually(() => guard.decided.length === 1);
  guard.decided[0]?.();
  await client.next("pusher_internal:subscription_succeeded", channel);
  guard.found[0]?.("grant");
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const decide of guard.decided) decide();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expectEndsWithItsRight(guard, client);
});

it("a decision under way when the client left takes nothing from the newer subscription", async () => {
  const guard = new HeldGuard();
  harness = await startHarness({ guard });
  const client = harness.raw();
  const { auth } = harness.pusher.authorizeChannel(await client.socketId(), channel);
  const subscribe = { event: "pusher:subscribe", data: { channel, auth } };
  client.send(subscribe);
  await eventually(() => guard.found.length === 1);
  guard.found[0]?.("grant");
  await eventually(() => guard.decided.length === 1);
  client.send({ event: "pusher:unsubscribe", data: { channel } });
  client.send(subscribe);
  await eventually(() => guard.found.length === 2);
  guard.found[1]?.("grant");
  await eventually(() => guard.decided.length === 2);
  guard.decided[1]?.();
  await client.next("pusher_internal:subscription_succeeded", channel);
  guard.decided[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expectEndsWithItsRight(guard, client);
});

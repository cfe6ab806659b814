import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { sleep } from "@/lib/core/clock";
import { eventually, type Harness, join, startHarness } from "../testing/realtime-harness";
import type { AddressLimits } from "./address-count";
import type { SubscriptionGuard } from "./subscription-rights";

let harness: Harness;
afterEach(() => harness.close());

/** The address is what X-Forwarded-For says, as behind a proxy. */
function limits(over: Partial<AddressLimits> = {}): AddressLimits {
  return {
    connections: 4,
    unproven: 2,
    addressOf: ({ headers }) => String(headers["x-forwarded-for"] ?? "198.51.100.1"),
    isProxy: () => true,
    ...over,
  };
}

const from = (address: string) => harness.raw(undefined, { "x-forwarded-for": address });
const refusingGuard: SubscriptionGuard = {
  find: async () => null,
  decide: async () => ({ allowed: false, isOver: false, lastEvent: null }),
  keysOf: () => [],
  start: async () => {},
  stop: async () => {},
};
const one = "203.0.113.7";

describe("connections of one address", () => {
  it("are refused before the handshake when too many of them proved nothing; other addresses are not", async () => {
    harness = await startHarness({ perAddress: limits() });
    await from(one).socketId();
    await from(one).socketId();
    const third = from(one);
    expect((await third.closed).code).toBe(1006);
    expect(third.frames).toEqual([]);
    await from("203.0.113.8").socketId();
    // One customer line of IPv6 is its /64.
    await from("2001:db8::1").socketId();
    await from("2001:db8::2").socketId();
    expect((await from("2001:db8::3").closed).code).toBe(1006);
  });

  it("that subscribed or signed in count against the larger limit, and leave their place when they end", async () => {
    harness = await startHarness({ perAddress: limits() });
    const all = [];
    for (let index = 0; index < 4; index++) {
      const client = from(one);
      await join(harness, client, "private-x");
      all.push(client);
    }
    expect((await from(one).closed).code).toBe(1006);
    all[0]?.socket.close();
    await eventually(() => harness.server.stats().connections === 3);
    await from(one).socketId();
  });

  it("prove nothing by a channel that nobody allows them", async () => {
    harness = await startHarness({ perAddress: limits(), guard: refusingGuard });
    for (let index = 0; index < 2; index++) {
      const client = from(one);
      await client.socketId();
      client.send({ event: "pusher:subscribe", data: { channel: "public" } });
      expect(await client.next("pusher:subscription_error", "public")).toMatchObject({
        data: expect.stringContaining("no public channels"),
      });
    }
    expect((await from(one).closed).code).toBe(1006);
  });

  it("are ended before they say anything when a peer that is no proxy holds too many", async () => {
    harness = await startHarness({ perAddress: limits({ isProxy: () => false }) });
    const sockets = Array.from({ length: 10 }, () => connect(harness.port, "127.0.0.1").on("error", () => {}));
    await eventually(() => sockets.filter((socket) => socket.destroyed || socket.readableEnded).length >= 4);
    for (const socket of sockets) socket.destroy();
    await sleep(200);
    // The places are free again.
    await harness.raw().socketId();
  });
});

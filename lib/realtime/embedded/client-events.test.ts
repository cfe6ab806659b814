import { afterEach, describe, expect, it } from "vitest";
import { sleep } from "@/lib/core/clock";
import { eventually, type Harness, join, startHarness, testApp } from "../testing/realtime-harness";

const opened: Harness[] = [];
async function open(): Promise<Harness> {
  const harness = await startHarness();
  opened.push(harness);
  return harness;
}
afterEach(async () => {
  for (const harness of opened.splice(0)) await harness.close();
});

describe("client events", () => {
  it("are refused outside private and presence channels, and from those who are not subscribed", async () => {
    const harness = await open();
    const [sender, listener] = [harness.raw(), harness.raw()];
    await join(harness, sender, "updates");
    await join(harness, listener, "private-a");
    for (const [channel, event] of [
      ["updates", "client-x"],
      ["private-a", "client-x"],
      ["private-encrypted-a", "client-x"],
      ["private-a", "x"],
    ] as const) {
      sender.send({ event, channel, data: {} });
      await sender.next("pusher:error");
    }
    expect(listener.frames).toEqual([]);
  });

  it("are passed on as received, ten a second; more get error 4301 and the connection stays", async () => {
    const harness = await open();
    const [sender, listener] = [harness.raw(), harness.raw()];
    await join(harness, sender, "private-a");
    await join(harness, listener, "private-a");
    for (let i = 0; i < 12; i++) sender.send({ event: "client-move", channel: "private-a", data: { i } });
    const { data } = await sender.next("pusher:error");
    expect(JSON.parse(String(data)).code).toBe(4301);
    await eventually(() => listener.frames.length === 10);
    expect(listener.frames[0]).toEqual({ event: "client-move", channel: "private-a", data: { i: 0 } });
    expect(sender.frames.filter(({ event }) => event === "client-move")).toEqual([]);
    await sleep(150);
    sender.send({ event: "client-move", channel: "private-a", data: "again" });
    await eventually(() => listener.frames.length === 11);
  });

  it("are refused when too large", async () => {
    const harness = await open();
    const sender = harness.raw();
    await join(harness, sender, "private-a");
    sender.send({ event: "client-x", channel: "private-a", data: "x".repeat(10_241) });
    await sender.next("pusher:error");
    sender.send({ event: `client-${"x".repeat(200)}`, channel: "private-a", data: 1 });
    await sender.next("pusher:error");
  });
});

describe("sign-in", () => {
  it("closes with 4009 on a wrong signature, and when the user would change", async () => {
    const harness = await open();
    const [wrong, changing] = [harness.raw(), harness.raw()];
    await wrong.socketId();
    wrong.send({ event: "pusher:signin", data: { auth: `${testApp.key}:00`, user_data: '{"id":"root"}' } });
    expect((await wrong.closed).code).toBe(4009);
    const socketId = await changing.socketId();
    changing.send({ event: "pusher:signin", data: harness.pusher.authenticateUser(socketId, { id: "a" }) });
    const { data } = await changing.next("pusher:signin_success");
    expect(JSON.parse(String(data))).toEqual({ user_data: '{"id":"a"}' });
    changing.send({ event: "pusher:signin", data: harness.pusher.authenticateUser(socketId, { id: "b" }) });
    expect((await changing.closed).code).toBe(4009);
  });
});

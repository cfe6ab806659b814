import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  eventually,
  type Harness,
  nextEvent,
  type SignedCall,
  startHarness,
  testApp,
} from "@/lib/realtime/testing/realtime-harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

let serial = 0;
const event = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({ name: "e", channel: "c", data: `${serial++}`, ...fields });
const post = (body: string | Buffer, path = "/apps/1/events"): SignedCall => ({ method: "POST", path, body });
const seconds = (offset: number) => String(Math.floor(Date.now() / 1000) + offset);

describe("authentication", () => {
  it("answers exactly {}", async () => {
    expect(await harness.call(post(event()))).toEqual({ status: 200, text: "{}" });
  });

  it.each<[string, number, () => ReturnType<Harness["call"]>]>([
    ["a changed signature", 401, () => harness.call(post(event()), { auth_signature: "0".repeat(64) })],
    ["no signature", 401, () => harness.call(post(event()), { auth_signature: null })],
    ["another key", 401, () => harness.call({ ...post(event()), query: { auth_key: "other" } })],
    ["a body that was changed", 401, () => harness.call({ ...post(event()), query: { body_md5: "0".repeat(32) } })],
    ["a body without md5", 401, () => harness.call({ ...post(event()), query: { body_md5: "" } })],
    [
      "a timestamp 11 minutes old",
      401,
      () => harness.call({ ...post(event()), query: { auth_timestamp: seconds(-660) } }),
    ],
    [
      "a timestamp 11 minutes ahead",
      401,
      () => harness.call({ ...post(event()), query: { auth_timestamp: seconds(660) } }),
    ],
    [
      "a timestamp 9 minutes old",
      200,
      () => harness.call({ ...post(event()), query: { auth_timestamp: seconds(-540) } }),
    ],
    ["another app", 404, () => harness.call(post(event(), "/apps/2/events"))],
    ["another path", 404, () => harness.call(post(event(), "/apps/1/other"))],
    ["another method", 405, () => harness.call({ method: "GET", path: "/apps/1/events" })],
    ["a read", 200, () => harness.call({ method: "GET", path: "/apps/1/channels" })],
  ])("%s: %i", async (_what, status, call) => {
    expect((await call()).status).toBe(status);
  });

  it("refuses a captured write later on, but answers the same read again", async () => {
    const body = event();
    const timestamp = seconds(0);
    const write = () => harness.call({ ...post(body), query: { auth_timestamp: timestamp } });
    const read = () => harness.call({ method: "GET", path: "/apps/1/channels", query: { auth_timestamp: timestamp } });
    expect([(await write()).status, (await read()).status]).toEqual([200, 200]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3000 });
    const [replayed, readAgain] = [await write(), await read()];
    vi.useRealTimers();
    expect([replayed.status, readAgain.status]).toEqual([401, 200]);
    expect(replayed.text).toContain("received before");
  });

  it("takes two equal events within a second for two, as the official library sends them", async () => {
    const channel = harness.client().subscribe("equal");
    await nextEvent(channel, "pusher:subscription_succeeded");
    let count = 0;
    channel.bind("e", () => count++);
    await Promise.all([1, 2, 3].map(() => harness.pusher.trigger("equal", "e", "same")));
    await eventually(() => count === 3);
  });

  it("is asked for before a body is read", async () => {
    const socket = connect(harness.port, "127.0.0.1");
    socket.write("POST /apps/1/events?auth_key=x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n");
    const answer = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(answer.toLowerCase()).toContain("connection: close");
    socket.destroy();
  });
});

describe("limits", () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);
  const batch = (count: number, fields: Record<string, unknown> = {}) =>
    post(
      JSON.stringify({
        batch: names(count).map((channel) => ({ channel, name: "e", data: `${serial++}`, ...fields })),
      }),
      "/apps/1/batch_events",
    );

  it.each<[string, number, () => SignedCall]>([
    ["10 240 bytes of data", 200, () => post(event({ data: "x".repeat(10_240) }))],
    ["10 241 bytes of data", 413, () => post(event({ data: "x".repeat(10_241) }))],
    ["10 241 bytes in fewer characters", 413, () => post(event({ data: "é".repeat(5121) }))],
    ["10 241 bytes within a batch", 413, () => batch(2, { data: "x".repeat(10_241) })],
    ["a body of more than 1 MiB", 413, () => post(event({ data: "x".repeat(1024 * 1024) }))],
    ["100 channels", 200, () => post(event({ channel: undefined, channels: names(100) }))],
    ["101 channels", 400, () => post(event({ channel: undefined, channels: names(101) }))],
    ["no channel", 400, () => post(event({ channel: undefined }))],
    ["an empty list of channels", 400, () => post(event({ channel: undefined, channels: [] }))],
    ["a batch of 10", 200, () => batch(10)],
    ["a batch of 11", 400, () => batch(11)],
    ["an event name of 200", 200, () => post(event({ name: "n".repeat(200) }))],
    ["an event name of 201", 400, () => post(event({ name: "n".repeat(201) }))],
    ["an event of the protocol", 400, () => post(event({ name: "pusher_internal:member_added" }))],
    ["a channel name of 164", 200, () => post(event({ channel: "c".repeat(164) }))],
    ["a channel name of 165", 400, () => post(event({ channel: "c".repeat(165) }))],
    ["a channel name with a space", 400, () => post(event({ channel: "a b" }))],
    ["a malformed socket id", 400, () => post(event({ socket_id: "1.2.3" }))],
    ["data that is no string", 400, () => post(event({ data: { a: 1 } }))],
    ["an empty string as data", 200, () => post(event({ data: "" }))],
    ["a body that is no JSON", 400, () => post("{")],
    ["a body that is no object", 400, () => post("[]")],
    ["no body", 400, () => ({ method: "POST", path: "/apps/1/events" })],
    ["a user id of 129", 400, () => post("{}", `/apps/1/users/${"u".repeat(129)}/terminate_connections`)],
  ])("%s: %i", async (_what, status, call) => {
    expect((await harness.call(call())).status).toBe(status);
  });

  it("counts a body that does not say its size", async () => {
    let chunks = 32;
    const body = new ReadableStream({
      pull(controller) {
        if (chunks-- > 0) controller.enqueue(Buffer.alloc(64 * 1024, 0x20));
        else controller.close();
      },
    });
    const query = new URLSearchParams(
      harness.pusher.createSignedQueryString({ method: "POST", path: "/apps/1/events", body: "never the same" }),
    );
    const request = fetch(`${harness.http}/apps/1/events?${query}`, {
      method: "POST",
      body,
      duplex: "half",
    } as RequestInit);
    expect(
      await request.then(
        (response) => response.status,
        () => "connection closed",
      ),
    ).toSatisfy((outcome: unknown) => outcome === 413 || outcome === "connection closed");
  });
});

describe("GET /up", () => {
  it("says ok to anyone, and nothing else does", async () => {
    const up = await fetch(`${harness.http}/up`);
    expect([up.status, await up.text()]).toEqual([200, "ok"]);
    for (const path of ["/", "/apps", "/apps/1", `/app/${testApp.key}`]) {
      expect((await fetch(`${harness.http}${path}`)).status).toBe(404);
    }
  });
});

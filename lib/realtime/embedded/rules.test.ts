import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channelKind } from "./channel-name";
import { EventCache } from "./fanout/event-cache";
import { takeBatch } from "./fanout/fanout-postgres";
import { ReplayMemory } from "./fanout/replay-memory";
import { decodeFrame } from "./frames";
import { handshakeRefusal } from "./handshake";
import { RateLimiter } from "./limits";
import { PresenceDirectory } from "./presence";

describe("channelKind", () => {
  it.each([
    ["updates", { signed: false, presence: false, encrypted: false, cache: false, clientEvents: false }],
    ["private-a", { signed: true, presence: false, clientEvents: true }],
    ["presence-a", { signed: true, presence: true, clientEvents: true }],
    ["private-encrypted-a", { signed: true, encrypted: true, clientEvents: false }],
    ["cache-a", { signed: false, cache: true }],
    ["private-cache-a", { signed: true, cache: true, clientEvents: true }],
    ["presence-cache-a", { presence: true, cache: true }],
    ["private-encrypted-cache-a", { encrypted: true, cache: true, clientEvents: false }],
    ["my-cache-a", { cache: false }],
    ["#server-to-user-u 1", { userId: "u 1", signed: false, clientEvents: false }],
  ])("%s", (name, expected) => {
    expect(channelKind(name)).toMatchObject(expected);
  });

  it.each([
    "",
    "a b",
    "#other",
    "#server-to-user-",
    `#server-to-user-${"u".repeat(129)}`,
    "a".repeat(165),
    "a\n",
    "ä",
    "a:b",
  ])("%j breaks the rules", (name) => {
    expect(channelKind(name)).toBeNull();
  });

  it("accepts exactly the documented alphabet, up to 164", () => {
    expect(channelKind("a".repeat(164))).not.toBeNull();
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_\-=@,.;]{1,164}$/), (name) => {
        const kind = channelKind(name);
        expect(kind).not.toBeNull();
        expect(kind?.signed).toBe(name.startsWith("private-") || name.startsWith("presence-"));
      }),
    );
  });
});

describe("decodeFrame", () => {
  it("never throws and never invents an event", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const frame = decodeFrame(text);
        if (frame) expect(frame.event).toBe(JSON.parse(text).event);
      }),
    );
  });
});

describe("RateLimiter", () => {
  it("gives the burst, then one per interval, and no more after a long rest than the burst", () => {
    const limiter = new RateLimiter(10, 10, 0);
    const take = (nowMs: number, times: number) =>
      Array.from({ length: times }, () => limiter.allow(nowMs)).filter(Boolean).length;
    expect(take(0, 12)).toBe(10);
    expect(take(99, 1)).toBe(0);
    expect(take(100, 2)).toBe(1);
    expect(take(60_000, 50)).toBe(10);
    expect(take(50_000, 1)).toBe(0);
  });
});

describe("ReplayMemory", () => {
  const limits = { memorySeconds: 1200, graceSeconds: 2, maxEntries: 2 };

  it.each([
    [0, true],
    [2, true],
    [2.1, false],
    [1199, false],
  ])("a signature seen again after %d s: accepted %s", (afterSeconds, accepted) => {
    const memory = new ReplayMemory(limits);
    expect(memory.admit("a", 1000, 1000)).toBe(true);
    expect(memory.admit("a", 1000, 1000 + afterSeconds)).toBe(accepted);
  });

  it("does not restart the grace period with each repetition", () => {
    const memory = new ReplayMemory(limits);
    const accepted = [0, 1, 2, 3, 4].map((second) => memory.admit("a", 1000, 1000 + second));
    expect(accepted).toEqual([true, true, true, false, false]);
  });

  it("forgets a signature once its timestamp is refused anyway", () => {
    const memory = new ReplayMemory(limits);
    memory.admit("a", 1000, 1000);
    memory.admit("b", 2200, 2200);
    expect(memory.size).toBe(1);
  });

  it("when full, narrows the accepted time instead of forgetting what it refused", () => {
    const memory = new ReplayMemory(limits);
    for (const [signature, timestamp] of [
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ] as const) {
      expect(memory.admit(signature, timestamp, 3)).toBe(true);
    }
    expect(memory.size).toBe(2);
    expect(memory.admit("a", 1, 3)).toBe(false);
    expect(memory.admit("d", 3, 3)).toBe(true);
  });
});

describe("EventCache", () => {
  it("keeps the last event of each channel, for a time and a number", () => {
    const cache = new EventCache(1000, 2);
    cache.put("a", Buffer.from("1"), 0);
    cache.put("a", Buffer.from("2"), 500);
    expect(cache.get("a", 1499)?.toString()).toBe("2");
    expect(cache.get("a", 1500)).toBeNull();
    for (const name of ["b", "c", "d"]) cache.put(name, Buffer.from(name), 2000);
    expect(["b", "c", "d"].map((name) => cache.get(name, 2000)?.toString())).toEqual([undefined, "c", "d"]);
  });
});

describe("takeBatch", () => {
  it("keeps order, loses nothing and fits whenever one message does", () => {
    const json = fc.array(fc.json({ maxDepth: 1 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(json, fc.integer({ min: 10, max: 200 }), (queue, maxBytes) => {
        const batch = takeBatch(queue, maxBytes);
        expect(batch.count).toBeGreaterThan(0);
        expect(JSON.parse(batch.json)).toEqual(queue.slice(0, batch.count).map((text) => JSON.parse(text)));
        expect(batch.fits).toBe(Buffer.byteLength(batch.json) <= maxBytes);
        if (!batch.fits) expect(batch.count).toBe(1);
      }),
    );
  });
});

describe("PresenceDirectory", () => {
  const setUp = () => {
    const changes: string[] = [];
    const directory = new PresenceDirectory("here", ({ kind, channel, member }) =>
      changes.push(`${kind} ${member.userId} ${channel}`),
    );
    return { directory, changes };
  };
  const record = (userId: string) => ({ channel: "c", userId, userInfo: null });

  it("counts several tabs as one member", () => {
    const { directory, changes } = setUp();
    expect(directory.joinHere("c", record("u"))).toBe(true);
    expect(directory.joinHere("c", record("u"))).toBe(false);
    expect(directory.leaveHere("c", "u")).toBe(false);
    expect(directory.leaveHere("c", "u")).toBe(true);
    expect(changes).toEqual(["added u c", "removed u c"]);
  });

  it("counts the same user in two processes as one member", () => {
    const { directory, changes } = setUp();
    directory.joinElsewhere("p2", record("u"));
    directory.joinElsewhere("p2", record("u"));
    expect(directory.joinHere("c", record("u"))).toBe(true);
    directory.leaveElsewhere("p2", "c", "u");
    expect(changes).toEqual(["added u c"]);
    directory.leaveHere("c", "u");
    directory.leaveElsewhere("p2", "c", "u");
    expect(changes).toEqual(["added u c", "removed u c"]);
    expect(directory.count("c")).toBe(0);
  });

  it("replaces what it knew of a process and reports the difference", () => {
    const { directory, changes } = setUp();
    directory.replaceProcess("p2", [record("a"), record("b")]);
    directory.replaceProcess("p2", [record("b"), record("c")]);
    expect(changes).toEqual(["added a c", "added b c", "removed a c", "added c c"]);
    directory.replaceProcess("p2", []);
    expect(directory.members("c")).toEqual([]);
  });
});

describe("handshakeRefusal", () => {
  const code = (url: string, headers: Record<string, string> = {}, origins: string[] = []) =>
    handshakeRefusal("key", origins, { url, headers })?.code ?? null;

  it.each([
    ["/app/key?protocol=7", null],
    ["/app/key?protocol=5&client=js", null],
    ["/app/key?protocol=4", 4007],
    ["/app/key?protocol=8", 4007],
    ["/app/key?protocol=seven", 4006],
    ["/app/key", 4008],
    ["/app/other?protocol=7", 4001],
    ["/other?protocol=7", 4005],
    ["/", 4005],
  ])("%s: %s", (url, expected) => {
    expect(code(url)).toBe(expected);
  });

  it.each([
    [undefined, null],
    ["https://panel.example", null],
    ["https://evil.example", 4009],
    ["https://ws.example:8443", null],
    ["null", 4009],
  ])("origin %s: %s", (origin, expected) => {
    const headers: Record<string, string> = { host: "ws.example:6001", ...(origin ? { origin } : {}) };
    expect(code("/app/key?protocol=7", headers, ["https://panel.example"])).toBe(expected);
  });
});

import { describe, expect, it } from "vitest";
import { readBatch } from "./batches/batch-csv";
import { readCsv } from "./batches/contract";
import { pushOf, redeliveryDelay } from "./commands/rows";
import { baseConfig } from "./config/contract";
import { diffConfig, mergeConfig } from "./config/merge-config";
import { isKeyId, makeKeyId } from "./credentials/keys";
import { clockMessage, nextHeartbeatIn, presenceMessage } from "./fleet/presence";
import { spreadFor } from "./fleet/reconnect-spread";
import { nextRolloutStep, shareOf } from "./rollouts/rollout-rules";
import { canonicalJson } from "./signed/contract";

describe("presence", () => {
  it.each([
    [null, null],
    [60_000, null],
    [61_000, "1 minute fast"],
    [-600_000, "10 minutes slow"],
  ])("a clock off by %s ms is reported as %s", (skew, text) => {
    if (text === null) expect(clockMessage(skew)).toBeNull();
    else expect(clockMessage(skew)).toContain(text);
  });

  it("is described in words", () => {
    expect(presenceMessage("never", "online")).toContain("first heartbeat");
    expect(presenceMessage("late", "offline")).toContain("offline");
  });

  it.each([
    [0, 1_000],
    [1, 1_000],
    [40, 2_048],
    [1_000, 32_768],
    [100_000, 60_000],
  ])("%s executors come back within %s ms", (executors, spread) => expect(spreadFor(executors)).toBe(spread));

  it("spreads heartbeats", () => {
    expect([nextHeartbeatIn(30_000, 0), nextHeartbeatIn(30_000, 0.5)]).toEqual([27_000, 30_000]);
  });
});

describe("configuration", () => {
  it("takes the later layer, field by field and name by name", () => {
    const template = { zmqPort: 1, features: { a: true, b: true }, settings: { x: 1 } };
    const own = { zmqHost: "h", features: { b: null, c: false }, settings: { x: null } };
    const merged = mergeConfig(template, own);
    expect(merged).toEqual({
      ...baseConfig,
      zmqHost: "h",
      zmqPort: 1,
      features: { a: true, c: false },
      settings: {},
    });
    expect(diffConfig(baseConfig, merged).map(({ path }) => path)).toEqual([
      "features.a",
      "features.c",
      "zmqHost",
      "zmqPort",
    ]);
    expect(diffConfig(merged, merged)).toEqual([]);
  });
});

describe("roll-outs", () => {
  it.each([
    [0, 1, 0],
    [5, 1, 1],
    [100, 1, 1],
    [150, 10, 15],
    [1000, 100, 1000],
  ])("of %i, %i %% are %i", (total, percent, share) => expect(shareOf(total, percent)).toBe(share));

  const facts = { stageAgeSeconds: 10, soakSeconds: 60, failures: 0, maxFailures: 0, isLastStage: false, unapplied: 0 };
  it.each([
    ["apply", { stageAgeSeconds: null, failures: 3 }],
    ["wait", {}],
    ["halt", { failures: 1 }],
    ["halt", { failures: 1, stageAgeSeconds: 60 }],
    ["wait", { failures: 1, maxFailures: 1 }],
    ["advance", { stageAgeSeconds: 60 }],
    ["finish", { stageAgeSeconds: 60, isLastStage: true }],
    ["wait", { stageAgeSeconds: 60, isLastStage: true, unapplied: 1 }],
    ["halt", { stageAgeSeconds: 240, unapplied: 1 }],
  ] as const)("%s when %j", (step, change) => expect(nextRolloutStep({ ...facts, ...change })).toBe(step));
});

describe("commands", () => {
  it("wait 2, 4, 8 … 60 seconds", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map(redeliveryDelay)).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });
  it("over 8 kB are pushed as a claim check", () => {
    const one = { id: "c", executorId: "e", seq: 1, type: "t", expiresAt: "", keyId: "k", signature: "s" };
    expect(pushOf({ ...one, payload: { a: 1 } })).toHaveProperty("payload");
    expect(pushOf({ ...one, payload: { a: "x".repeat(8000) } })).toEqual({ ...one, claim: true });
  });
  it("are signed as JSON with sorted keys", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"é","d":null}]}',
    );
  });
});

describe("keys and batches", () => {
  it("have 16 characters of base 62", () => {
    expect(isKeyId(makeKeyId())).toBe(true);
    for (const text of ["exe_", `exe_${"-".repeat(16)}`, `exe_${"a".repeat(17)}`]) expect(isKeyId(text)).toBe(false);
  });
  it("read CSV with quotes", () => {
    expect(readCsv('name,zmqPort\r\n"A, ""b""",1\n\nC,\n').map(({ cells }) => cells)).toEqual([
      ["name", "zmqPort"],
      ['A, "b"', "1"],
      ["C", ""],
    ]);
  });
  it.each([
    ['name,zmqPort\nShop "Mitte",5555', "csv.2"],
    ['name\nA\n\n\nScreen 24" left', "csv.5"],
    ['name\nA\n"open', "csv.3"],
    ['name\n"A"b', "csv.2"],
    ["name,zmqPort\nA,1,2", "csv.2"],
    ["name,zmqPort\nA,1\n\nB,99999999", "csv.4.overrides.zmqPort"],
  ])("point at the line that is wrong: %j", (csv, path) => {
    let errors: unknown;
    try {
      readBatch(csv);
    } catch (error) {
      errors = (error as { errors?: unknown }).errors;
    }
    expect(errors).toMatchObject([{ path }]);
  });
  it.each(["", "name", "title\nA", "name,name\nA,B", "name,zmqPort\nA,many", `name\n${"A\n".repeat(1001)}`])(
    "refuse %j",
    (csv) => expect(() => readBatch(csv)).toThrow(),
  );
});

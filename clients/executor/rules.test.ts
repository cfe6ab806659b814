import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeMachineSecret } from "../../lib/core/machine-secrets";
import type { DeliveredCommand } from "../../lib/executors/commands/contract";
import { messageOfCommand } from "../../lib/executors/signing";
import { parseArguments } from "./arguments";
import { isNewEnough } from "./checks/machine";
import { isKey, isSecret } from "./credentials-format";
import { redact } from "./log";
import { parseEnvFile } from "./manual-settings";
import { isInTheClear, readUrl } from "./panel-api";
import { pauseAfter, reconnectPause } from "./pauses";
import { systemdUnit, windowsScript } from "./service";
import { nextTrustedKeys, refusalOfCommand } from "./signature";

describe("keys and secrets", () => {
  it.each(["exs_", "ent_"] as const)("%s… from the panel is taken, one that was typed wrong is not", (prefix) => {
    const secret = makeMachineSecret(prefix);
    expect(isSecret(secret, prefix)).toBe(true);
    for (let at = prefix.length; at < secret.length; at += 7) {
      const wrong = secret.slice(0, at) + (secret[at] === "a" ? "b" : "a") + secret.slice(at + 1);
      expect(isSecret(wrong, prefix), wrong).toBe(false);
    }
    expect(isSecret(secret.slice(1), prefix)).toBe(false);
    expect(isSecret(`${secret} `, prefix)).toBe(false);
  });

  it("tells keys from ids of executors", () => {
    expect(isKey("exe_0123456789abcDEF")).toBe(true);
    expect(isKey("exe_01m7yerz06t55jkwjn8hw0n78j")).toBe(false);
  });

  it("never reach a log", () => {
    const secret = makeMachineSecret("exs_");
    expect(redact(`is ${secret}, and ${makeMachineSecret("ent_")}`)).toBe("is exs_…, and ent_…");
  });
});

describe("a command's signature", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
  const keys = [{ id: "s1", publicKey: raw }];
  const trusted = { executorId: "exe_me", keys, nowMs: Date.parse("2026-01-01T00:00:00Z") };
  const exp = new Date("2026-01-01T00:01:00.500Z");
  const fields = { id: "cmd_1", executorId: "exe_me", seq: 7, type: "ping", payload: { b: 1, a: "é" } };
  const signature = sign(null, Buffer.from(messageOfCommand({ ...fields, exp })), privateKey).toString("base64");
  const good: DeliveredCommand = { ...fields, expiresAt: exp.toISOString(), keyId: "s1", signature };

  it("holds for what the panel signed, whatever the order of names", () => {
    expect(refusalOfCommand(good, trusted)).toBeNull();
    expect(refusalOfCommand({ ...good, payload: { a: "é", b: 1 } }, trusted)).toBeNull();
  });

  it.each([
    ["another payload", { payload: { b: 2, a: "é" } }, "signature"],
    ["another type", { type: "restart" }, "signature"],
    ["another number", { seq: 8 }, "signature"],
    ["a longer life", { expiresAt: "2026-01-02T00:00:00.000Z" }, "signature"],
    ["another's", { executorId: "exe_other" }, "another executor"],
    ["an unknown key", { keyId: "s2" }, "not trusted"],
    ["garbage for a signature", { signature: "x" }, "signature"],
    ["a field that nobody signed", { priority: 1 }, "not signed"],
  ])("does not hold for %s", (_what, change, reason) => {
    expect(refusalOfCommand({ ...good, ...change } as DeliveredCommand, trusted)).toContain(reason);
  });

  it("ends with its time", () => {
    expect(refusalOfCommand(good, { ...trusted, nowMs: exp.getTime() })).toContain("time is over");
  });

  it("is checked with pinned keys: new ones come together with one that is trusted", () => {
    const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, publicKey: id })) as [never, never, never];
    expect(nextTrustedKeys([], [a])).toEqual([a]);
    expect(nextTrustedKeys([a], [b, a])).toEqual([b, a]);
    expect(nextTrustedKeys([b, a], [b, c])).toEqual([b, c]);
    expect(nextTrustedKeys([a], [c])).toBeNull();
    expect(nextTrustedKeys([{ id: "a", publicKey: "z" }], [a])).toBeNull();
  });
});

describe("pauses", () => {
  it("grow, and are never the same for all", () => {
    expect([1, 2, 3, 9].map((failures) => pauseAfter(failures, 1))).toEqual([1_000, 2_000, 4_000, 30_000]);
    expect(pauseAfter(1, 0)).toBe(500);
  });

  it("spread a fleet over the time that it takes", () => {
    expect(reconnectPause(1, 32_768, 0)).toBe(0);
    expect(reconnectPause(1, 32_768, 0.5)).toBe(16_884);
    expect(reconnectPause(20, 1_000, 1)).toBe(31_000);
  });
});

describe("what is typed", () => {
  it("is a command with options", () => {
    const { command, options } = parseArguments(["setup", "--key", "exe_x", "--secret-stdin", "--home=/x y"]);
    expect([command, options.get("key"), options.get("secret-stdin"), options.get("home")]).toEqual([
      "setup",
      "exe_x",
      true,
      "/x y",
    ]);
    expect(parseArguments([]).command).toBe("help");
    expect(parseArguments(["run", "--help"]).command).toBe("help");
  });

  it.each([[["setup", "--secret", "exs_x"]], [["--key"]], [["--key", "--run"]], [["run", "--frobnicate"]]])(
    "refuses %j",
    (argv) => expect(() => parseArguments(argv)).toThrow(),
  );

  it("never takes a secret as an argument, and says why", () => {
    expect(() => parseArguments(["setup", "--secret", "exs_x"])).toThrow(/everybody on this machine/);
  });

  it.each([
    ["panel.example", "https://panel.example"],
    ["http://localhost:3000/executors", "http://localhost:3000"],
  ])("reads the address %s", (text, url) => expect(readUrl(text)).toBe(url));

  it.each([
    ["https://panel.example", false],
    ["http://localhost:3000", false],
    ["http://[::1]:3000", false],
    ["http://10.0.0.5", true],
    ["http://127.0.0.1.example", true],
  ])("says whether %s is in the clear", (url, expected) => expect(isInTheClear(url)).toBe(expected));
});

it("reads settings that were made by hand", () => {
  const text = '# old\nZMQ_HOST = "10.0.0.5"\nexport ZMQ_PORT=5556\r\nnonsense\nLIGHTNODE_URL=https://p.example\n';
  expect(parseEnvFile(text)).toEqual({ ZMQ_HOST: "10.0.0.5", ZMQ_PORT: "5556", LIGHTNODE_URL: "https://p.example" });
});

it.each([
  ["22.12.0", true],
  ["24.1.0", true],
  ["22.11.9", false],
  ["20.19.0", false],
])("Node %s is new enough: %s", (version, expected) => expect(isNewEnough(version)).toBe(expected));

describe("services", () => {
  it("start with the machine, and are not started again once revoked", () => {
    const home = { directory: "/var/lib/lightnode-executor", file: (name: string) => name };
    const unit = systemdUnit({ home, program: "/opt/e.mjs", node: "/usr/bin/node", user: "trader" });
    expect(unit).toContain('ExecStart="/usr/bin/node" "/opt/e.mjs" run --home "/var/lib/lightnode-executor"');
    expect(unit).toMatch(/^User=trader$/m);
    expect(unit).toMatch(/^RestartPreventExitStatus=66 75 78$/m);
  });

  it("quote what Windows runs", () => {
    const script = windowsScript("install", { node: "C:\\it's\\node.exe", program: "C:\\e.mjs", directory: "C:\\d" });
    expect(script).toContain("-Execute 'C:\\it''s\\node.exe'");
    expect(script).toContain('"C:\\e.mjs" run --home "C:\\d"');
  });
});

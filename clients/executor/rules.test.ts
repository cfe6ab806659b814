import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseArguments } from "./command-line/arguments";
import { effectiveConfig, isRealtimeChanged, type PanelConfig } from "./config/effective-config";
import { manualSettingsOf, parseEnvFile } from "./config/manual-settings";
import { keysToTrust } from "./config/signing-keys";
import { clockCheck } from "./doctor/network-checks";
import { homeDirectory, homeOf, isClosedTo } from "./home";
import { chooseUrl, panelUrl } from "./identity";
import { redact } from "./log";
import { refusalOf } from "./panel/panel-client";
import { isPassing, waitAfter } from "./panel/persistently";
import { connectionReason, Unreachable } from "./panel/request";
import { afterRetryAfterMs, backoffMs, parseRetryAfter, reconnectDelayMs } from "./retry";
import { installCommand, installOnWindows, installService } from "./service/service-command";
import { systemdUnit, unitQuoted } from "./service/systemd-unit";
import { powerShellQuoted, windowsTaskScript } from "./service/windows-task";
import { nodeCheck } from "./setup/machine-check";
import { keyProblem, secretProblem } from "./system/machine-secret";
import { storable } from "./system/storable";
import { sampleKey, sampleSecret } from "./testing/fake-panel";

describe("waiting", () => {
  it("spreads a fleet's return over the time that the panel says, then twice that, to half a minute", () => {
    const delays = Array.from({ length: 1_000 }, (_, n) => reconnectDelayMs(0, n / 1_000, 10_000));
    expect(Math.min(...delays)).toBe(0);
    expect(Math.max(...delays)).toBeGreaterThan(9_900);
    for (let second = 0; second < 10; second++) {
      const inIt = delays.filter((ms) => ms >= second * 1_000 && ms < second * 1_000 + 1_000);
      expect(inIt.length).toBeLessThanOrEqual(101);
    }
    expect([1, 2, 9].map((attempt) => reconnectDelayMs(attempt, 0.9999, 10_000))).toEqual([19_998, 29_997, 29_997]);
    expect([0, 1, 9].map((attempt) => reconnectDelayMs(attempt, 1, 60_000))).toEqual([60_000, 60_000, 60_000]);
    expect(reconnectDelayMs(0, 1, 1_000)).toBe(1_000);
    expect(reconnectDelayMs(3, 0, 10_000)).toBe(1_000);
  });
  it("doubles up to its cap and is never without chance", () => {
    expect([0, 1, 2, 6, 60].map((attempt) => backoffMs(attempt, 1))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
    expect(backoffMs(6, 0)).toBe(6_000);
  });
  it("never comes before Retry-After, and not on its minute", () => {
    expect(afterRetryAfterMs(20, 0)).toBe(20_000);
    expect(afterRetryAfterMs(20, 1)).toBe(30_000);
    expect(afterRetryAfterMs(0, 0.5)).toBe(500);
    expect(waitAfter(refusalOf({ status: 429, headers: { "retry-after": "7" }, text: "{}", tookMs: 1 }), 0, 0)).toBe(
      7_000,
    );
  });
  it.each([
    ["7", 7],
    ["Thu, 01 Jan 1970 00:01:00 GMT", 60],
    ["soon", null],
    [undefined, null],
  ])("reads Retry-After %s", (header, seconds) => expect(parseRetryAfter(header, 0)).toBe(seconds));
});

describe("refusals", () => {
  const of = (status: number, code: string) =>
    refusalOf({ status, headers: {}, text: JSON.stringify({ code }), tookMs: 1 });
  it.each([
    [429, "rate_limited", true],
    [503, "executor_busy", true],
    [401, "executor_secret_wrong", true],
    [404, "executor_key_unknown", true],
    [404, "not_found", false],
    [403, "executor_expired", true],
    [403, "executor_revoked", false],
    [409, "executor_superseded", false],
    [422, "validation_failed", false],
    [200, "not_json", true],
  ])("%i %s passes: %s", (status, code, passes) => expect(isPassing(of(status, code))).toBe(passes));
  it("says where a redirect leads, and survives a proxy's page", () => {
    const sent = refusalOf({ status: 301, headers: { location: "https://b.example/" }, text: "", tookMs: 1 });
    expect(sent.message).toContain("--url");
    expect(refusalOf({ status: 502, headers: {}, text: "<html>", tookMs: 1 }).code).toBe("http_502");
  });
  it("names the reason of a failed connection", () => {
    expect(connectionReason(Object.assign(new Error("x"), { code: "ECONNREFUSED" })).reason).toBe(
      "nothing listens there",
    );
    expect(isPassing(new Unreachable("x", "ECONNREFUSED"))).toBe(true);
  });
});

describe("keys and secrets", () => {
  it("are distinguished from typing errors without a call", () => {
    expect(keyProblem(sampleKey)).toBeNull();
    expect(secretProblem(sampleSecret, "exs_")).toBeNull();
    expect(keyProblem(sampleSecret)).toContain("This is a secret");
    expect(secretProblem(sampleKey, "exs_")).toContain("This is a key");
    expect(secretProblem("", "exs_")).toContain("empty");
    expect(secretProblem(sampleSecret.slice(0, -1), "exs_")).toContain("53 characters, this has 52");
    expect(secretProblem(sampleSecret, "ent_")).toContain("begins with ent_");
  });
  it("notice every changed character", () => {
    for (let at = 4; at < sampleSecret.length; at++) {
      const other = sampleSecret[at] === "a" ? "b" : "a";
      const wrong = sampleSecret.slice(0, at) + other + sampleSecret.slice(at + 1);
      expect(secretProblem(wrong, "exs_"), String(at)).toContain("wrong");
    }
  });
  it("are taken out of what is logged", () => {
    expect(redact(`a ${sampleSecret} b ent_abc X-API-Secret: hunter2`)).toBe(
      "a exs_[hidden] b ent_[hidden] X-API-Secret: [hidden]",
    );
  });
});

describe("arguments", () => {
  it("are read", () => {
    expect(parseArguments(["setup", "--key", sampleKey, "--secret-stdin", "--run", "--home", "/h"])).toMatchObject({
      command: "setup",
      key: sampleKey,
      secretStdin: true,
      run: true,
      home: "/h",
    });
    expect(parseArguments(["service", "install", "--dry-run"])).toMatchObject({
      command: "service install",
      dryRun: true,
    });
    expect(parseArguments([]).command).toBe("help");
    expect(parseArguments(["run", "--help"]).command).toBe("help");
  });
  it.each([
    [["setup", "--secret", "x"], "does not belong"],
    [["setup", "--key", sampleKey, sampleSecret], "does not belong"],
    [["fly"], 'no command "fly"'],
    [["run", "--fast"], "Unknown option"],
    [["setup", "--secret-stdin"], "needs --key"],
    [["setup", "--run", "--no-start"], "either"],
    [["setup", "--key", sampleKey, "--secret-stdin", "--enrol-stdin"], "either"],
  ])("%j is refused", (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(message);
    expect(() => parseArguments(argv)).not.toThrow(sampleSecret);
  });
});

describe("places", () => {
  const linux = { platform: "linux" as const, env: {}, isRoot: false, userHome: "/home/a" };
  it("of state", () => {
    expect(homeDirectory(undefined, linux)).toBe("/home/a/.lightnode-executor");
    expect(homeDirectory(undefined, { ...linux, isRoot: true })).toBe("/var/lib/lightnode-executor");
    expect(homeDirectory(undefined, { ...linux, env: { LIGHTNODE_EXECUTOR_HOME: "/e" } })).toBe("/e");
    expect(homeDirectory("/h", { ...linux, env: { LIGHTNODE_EXECUTOR_HOME: "/e" } })).toBe("/h");
    const windows = { ...linux, platform: "win32" as const, env: { ProgramData: "D:\\Data" } };
    expect(homeDirectory(undefined, windows)).toBe("D:\\Data\\LightNode\\executor");
  });
  it("that a service can enter", () => {
    const user = "lightnode-executor";
    expect(isClosedTo(user, "/home/alice/.lightnode-executor")).toBe(true);
    expect(isClosedTo(user, "/root/x")).toBe(true);
    expect(isClosedTo(user, "/var/lib/../../home/alice")).toBe(true);
    expect(isClosedTo("alice", "/home/alice/.lightnode-executor")).toBe(false);
    expect(isClosedTo(user, "/var/lib/lightnode-executor")).toBe(false);
    expect(isClosedTo(user, "/homes/x")).toBe(false);
  });
  it.runIf(process.platform === "linux")("that a service cannot enter are refused, with what to do", async () => {
    const args = { ...parseArguments(["service", "install", "--dry-run"]), home: "/home/alice/.lightnode-executor" };
    await expect(installService(args)).rejects.toThrow("sudo mv /home/alice/.lightnode-executor");
    const chosen = { ...args, instance: "shop", userName: "shopkeeper" };
    await expect(installService(chosen)).rejects.toThrow(
      "service install --instance shop --user-name shopkeeper --home /var/lib/lightnode-executor-shop",
    );
  });
  it("and the other choices are in the command that is shown", () => {
    const chosen = { instance: "shop", userName: "shopkeeper" };
    expect(installCommand(chosen, "/srv/x")).toMatch(
      / service install --instance shop --user-name shopkeeper --home \/srv\/x$/,
    );
    expect(installCommand({ instance: undefined, userName: undefined }, "/srv/x")).toMatch(
      / service install --home \/srv\/x$/,
    );
  });
  it("of the panel", () => {
    expect(panelUrl("panel.example/login")).toBe("https://panel.example");
    expect(() => panelUrl("http://")).toThrow("not an address");
    expect(chooseUrl("a.example", { url: "b.example" }, "https://c.example")).toBe("https://a.example");
    expect(chooseUrl(undefined, { url: "b.example" }, "https://c.example")).toBe("https://b.example");
    expect(chooseUrl(undefined, {}, "https://c.example")).toBe("https://c.example");
    expect(chooseUrl(undefined, {}, undefined)).toBeNull();
  });
});

const config: PanelConfig = {
  executorId: "e",
  name: "Shop",
  pusherKey: "k",
  pusherCluster: "",
  pusherHost: "panel.example",
  pusherPort: 443,
  pusherTls: true,
  channel: "c",
  platformUrl: "https://panel.example",
  zmqHost: "127.0.0.1",
  zmqPort: 5_555,
  heartbeatIntervalMs: 30_000,
  commandTimeoutMs: 10_000,
  features: {},
  settings: {},
  configVersion: 1,
  secretExpiresAt: null,
  reconnectSpreadMs: 10_000,
  signingKeys: [],
};

describe("configuration", () => {
  it("is overridden by hand, and says so", () => {
    const manual = manualSettingsOf({ ZMQ_HOST: "10.0.0.1", ZMQ_PORT: "6000", PUSHER_CLUSTER: "eu" });
    const after = effectiveConfig(config, manual);
    expect(after).toMatchObject({ zmqHost: "10.0.0.1", zmqPort: 6_000, pusherCluster: "eu", bridgeQueueLimit: 1_000 });
    expect(after.pusherHost).toBeUndefined();
    expect(after.manual.sort()).toEqual(["pusherCluster", "zmqHost", "zmqPort"]);
    expect(effectiveConfig({ ...config, settings: { bridgeQueueLimit: 7 } }, {}).bridgeQueueLimit).toBe(7);
  });
  it("reopens the socket only for settings of the socket", () => {
    const before = effectiveConfig(config, {});
    expect(isRealtimeChanged(before, effectiveConfig({ ...config, zmqPort: 1, configVersion: 2 }, {}))).toBe(false);
    expect(isRealtimeChanged(before, effectiveConfig({ ...config, pusherPort: 8_443 }, {}))).toBe(true);
  });
  it("reads .env files", () => {
    const text = "# old\nexport LIGHTNODE_URL='https://a.example'\nZMQ_PORT=1 # port\r\nbad line\nPUSHER_KEY=\"a#b\"";
    expect(parseEnvFile(text)).toEqual({ LIGHTNODE_URL: "https://a.example", ZMQ_PORT: "1", PUSHER_KEY: "a#b" });
    expect(() => manualSettingsOf({ ZMQ_PORT: "many" })).toThrow("ZMQ_PORT");
    expect(() => manualSettingsOf({ LIGHTNODE_API_SECRET: "exs_x" })).toThrow("LIGHTNODE_API_SECRET");
  });
  it("may bring new signing keys only beside a known one", () => {
    const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, publicKey: id }));
    if (!a || !b || !c) throw new Error();
    expect(keysToTrust([], [a])).toEqual([a]);
    expect(keysToTrust([a], [b, a])).toEqual([b, a]);
    expect(keysToTrust([b, a], [c])).toBeNull();
    expect(keysToTrust([a], [])).toBeNull();
    // The same name is not the same key.
    expect(keysToTrust([a], [{ id: "a", publicKey: "other" }])).toBeNull();
  });
});

describe("the machine", () => {
  it.each([
    ["22.11.0", "failed"],
    ["22.12.0", "ok"],
    ["24.1.0", "ok"],
    ["20.19.0", "failed"],
  ])("with Node %s: %s", (nodeVersion, state) => expect(nodeCheck(nodeVersion).state).toBe(state));
  it("has a clock", () => {
    expect(clockCheck(0, 59_000).state).toBe("ok");
    expect(clockCheck(0, 120_000).detail).toBe("120 seconds ahead of the panel's");
    expect(clockCheck(Number.NaN, 0).state).toBe("warning");
  });
});

describe("services", () => {
  it("quote what systemd would expand", () => {
    expect(unitQuoted('/a b/%h"$x\\')).toBe('"/a b/%%h\\"$$x\\\\"');
    const unit = systemdUnit({ node: "/usr/bin/node", program: "/h/p.mjs", home: "/h", user: "u", extraCa: "/ca.pem" });
    expect(unit).toContain('ExecStart="/usr/bin/node" "/h/p.mjs" run --home "/h"');
    expect(unit).toContain("RestartPreventExitStatus=64 75 78");
    expect(unit).toContain('Environment="NODE_EXTRA_CA_CERTS=/ca.pem"');
  });
  it("quote what PowerShell would end a literal with", () => {
    expect(powerShellQuoted("it's \u2019 $x")).toBe("'it''s \u2019\u2019 $x'");
    expect(windowsTaskScript({ node: "C:\\n.exe", program: "C:\\p.mjs", home: "C:\\h" })).toContain("-AtStartup");
  });
  it("on Windows run a program that only administrators write, in a home that is nobody else's", () => {
    const script = windowsTaskScript({ node: "C:\\n.exe", program: "C:\\p.mjs", home: "C:\\h" });
    const at = (text: string) => {
      expect(script).toContain(text);
      return script.indexOf(text);
    };
    // Refused, then closed, then used.
    const order = ['throw "$foreign', "Protect-Directory $directory", "Copy-Item", "Register-ScheduledTask"].map(at);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(script).toContain("Protect-Directory $directory 'O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'");
    expect(script).toContain("Join-Path $env:ProgramFiles");
    expect(script).toContain("$program + '\" run --as-task --home");
    expect(script).toContain("can be replaced by other users");
    expect(script.match(/\{/g)?.length).toBe(script.match(/\}/g)?.length);
  });
  it("on Windows are not written into another user's home, and are read in any language", async () => {
    const home = homeOf(path.join(mkdtempSync(path.join(os.tmpdir(), "windows-")), "J\u00fcrgen \u0412"));
    const foreign = async () => "C:\\ProgramData\\LightNode belongs to another user (S-1-5-21-1).\r\n";
    await expect(installOnWindows(home, false, foreign)).rejects.toThrow("belongs to another user");
    const file = path.join(home.directory, "install-service.ps1");
    expect(existsSync(file)).toBe(false);
    expect(await installOnWindows(home, false, async () => "")).toBe(0);
    const bytes = readFileSync(file);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString("utf8")).toContain("J\u00fcrgen \u0412");
  });
});

it("leaves out of results what no database holds", () => {
  const reply = { "na\0me": ["ok\0", { price: 1.5, text: "\ud800half", none: null }] };
  expect(storable(reply)).toEqual({ name: ["ok", { price: 1.5, text: "\ufffdhalf", none: null }] });
});

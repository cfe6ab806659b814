import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { isDenied } from "../commands/policy";
import { ensureHome, type Home, homeOf } from "../home";
import { FileLog, lastLines } from "../log";
import { runningPid, startOf, takeLock } from "../system/lock";
import { sampleKey, sampleSecret } from "../testing/fake-panel";
import { loadCredentials, saveCredentials, wipeCredentials } from "./credentials";
import { boxSecret, openSecret } from "./secret-box";

let home: Home;
beforeEach(() => {
  home = homeOf(path.join(mkdtempSync(path.join(os.tmpdir(), "home-")), "executor"));
  ensureHome(home);
});
const credentials = { key: sampleKey, secret: sampleSecret, url: "https://panel.example" };

describe("the secret", () => {
  it("lies encrypted in files that only their owner reads", async () => {
    await saveCredentials(home, credentials);
    expect(await loadCredentials(home)).toEqual(credentials);
    expect(readFileSync(home.credentials, "utf8")).not.toContain(sampleSecret.slice(4, 20));
    const modes = [home.directory, home.credentials, home.keyFile].map((file) => statSync(file).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });
  it.each(["keyFile", "credentials"] as const)("is not used when others can read the %s", async (name) => {
    await saveCredentials(home, credentials);
    chmodSync(home[name], 0o640);
    await expect(loadCredentials(home)).rejects.toThrow(`chmod 600 ${home[name]}`);
  });
  it("is not opened with another machine's key, or when it was changed", async () => {
    await saveCredentials(home, credentials);
    writeFileSync(home.keyFile, Buffer.alloc(32));
    await expect(loadCredentials(home)).rejects.toThrow("setup again");
  });
  it("is replaced as a whole, and wiped", async () => {
    await saveCredentials(home, credentials);
    await saveCredentials(home, { ...credentials, url: "https://b.example" });
    expect((await loadCredentials(home))?.url).toBe("https://b.example");
    wipeCredentials(home);
    expect(await loadCredentials(home)).toBeNull();
  });
  it("goes to Windows' key through stdin, never in arguments", async () => {
    const scripts: string[] = [];
    // What PowerShell answers there: the protected bytes in base64. Protecting is Windows' own matter.
    const powerShell = async (script: string, input: string) => {
      scripts.push(script);
      return `${Buffer.from(input, "base64").reverse().toString("base64")}\r\n`;
    };
    const box = await boxSecret(sampleSecret, home.keyFile, powerShell);
    expect(box.kind).toBe("dpapi");
    expect(await openSecret(box, home.keyFile, powerShell)).toBe(sampleSecret);
    expect(scripts.join()).toContain("::Protect(");
    expect(scripts.join()).not.toContain("exs_");
  });
});

describe("a home", () => {
  it("has one run, and takes over from a dead one", () => {
    const release = takeLock(home);
    expect(runningPid(home)).toBe(process.pid);
    release();
    writeFileSync(home.lock, JSON.stringify({ pid: 1, start: "1" }));
    expect(runningPid(home)).toBeNull();
    writeFileSync(home.lock, JSON.stringify({ pid: process.ppid, start: null }));
    expect(() => takeLock(home)).toThrow(`process ${process.ppid}`);
    writeFileSync(home.lock, "torn");
    takeLock(home)();
  });
  it("has a lock that another process with the same id does not hold, on every system", () => {
    const answers = ["133770000000000000\r\n", ""];
    const asked: string[][] = [];
    const windows = (program: string, args: readonly string[]) => {
      asked.push([program, ...args]);
      return answers.shift() ?? "";
    };
    expect([startOf(42, "win32", windows), startOf(42, "win32", windows)]).toEqual(["133770000000000000", null]);
    expect(asked[0]?.at(-1)).toContain("Get-Process -Id 42");
    expect(startOf(process.pid, "linux")).toMatch(/^\d+$/);
    // As on macOS, whose `ps` knows the same options.
    expect(startOf(process.pid, "darwin")).toMatch(/20\d\d$/);
    expect(startOf(process.pid, "darwin")).toBe(startOf(process.pid, "darwin"));
    expect(startOf(2 ** 22 + 1, "darwin")).toBeNull();
    writeFileSync(home.lock, JSON.stringify({ pid: process.ppid, start: "1" }));
    expect(runningPid(home)).toBeNull();
    takeLock(home)();
  });
  it("has a policy that forbids, and a damaged one forbids everything", () => {
    expect(isDenied(home.policy, "ping")).toBe(false);
    writeFileSync(home.policy, '{"deny": ["bridge.send"]}');
    expect([isDenied(home.policy, "bridge.send"), isDenied(home.policy, "ping")]).toEqual([true, false]);
    writeFileSync(home.policy, '{"deny": ["bridge.send"');
    expect(isDenied(home.policy, "ping")).toBe(true);
  });
  it("has a log of plain lines without secrets, turned at five megabytes", () => {
    const log = new FileLog(home.log, () => {});
    log.info(`a\nb ${sampleSecret}`);
    expect(lastLines(home.log, 10, 10_000)[0]).toMatch(/^\S+ info a b exs_\[hidden\]$/);
    writeFileSync(home.log, `${"x".repeat(99)}\n`.repeat(60_000));
    log.warn("one");
    log.warn("two");
    expect(statSync(home.log).size).toBeLessThan(1_000);
    const lines = lastLines(home.log, 500, 10_000);
    expect(lines.at(-1)).toContain("two");
    expect(lines.length).toBeLessThan(100);
    expect(lines.length).toBeGreaterThan(50);
  });
});

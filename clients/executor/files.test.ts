import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMachineSecret } from "../../lib/core/machine-secrets";
import type { DeliveredCommand } from "../../lib/executors/commands/contract";
import { loadCredentials, saveCredentials, wipeCredentials } from "./credentials";
import { type Home, lockHome, openHome } from "./home";
import { Journal, replay } from "./journal";
import { openLog } from "./log";
import { deniedTypes } from "./run/run";

let home: Home;
beforeEach(() => {
  home = openHome(mkdtempSync(path.join(tmpdir(), "lightnode-home-")));
});
afterEach(() => rmSync(home.directory, { recursive: true, force: true }));

describe("the secret", () => {
  const credentials = { url: "https://p.example", key: "exe_0123456789abcdef", secret: makeMachineSecret("exs_") };

  it("is kept encrypted, for its user only, and comes back", () => {
    saveCredentials(home, credentials);
    expect(loadCredentials(home)).toEqual(credentials);
    expect(statSync(home.directory).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(home.directory)) {
      expect(readFileSync(home.file(name), "latin1")).not.toContain(credentials.secret.slice(0, 12));
      expect(statSync(home.file(name)).mode & 0o077, name).toBe(0);
    }
  });

  it("is refused when others can read its key, with the cure", () => {
    saveCredentials(home, credentials);
    chmodSync(home.file("secret.key"), 0o644);
    expect(() => loadCredentials(home)).toThrow(/Others can read/);
  });

  it("is bound to the panel and the key that it was typed with", () => {
    saveCredentials(home, credentials);
    const text = readFileSync(home.file("credentials.json"), "utf8");
    writeFileSync(home.file("credentials.json"), text.replace("p.example", "evil.example"));
    expect(() => loadCredentials(home)).toThrow(/cannot be read/);
  });

  it("is gone after a revocation", () => {
    saveCredentials(home, credentials);
    wipeCredentials(home);
    expect(loadCredentials(home)).toBeNull();
    expect(existsSync(home.file("secret.key"))).toBe(false);
  });
});

describe("the journal", () => {
  const command = (seq: number): DeliveredCommand => ({
    id: `cmd_${seq}`,
    executorId: "exe_me",
    seq,
    type: "ping",
    payload: {},
    expiresAt: "2026-01-01T00:00:00.000Z",
    keyId: "s1",
    signature: "",
  });
  const open = () => new Journal(home.file("journal.log"));

  it("is what it was after a kill at any byte", () => {
    const journal = open();
    journal.received(command(1));
    journal.started("cmd_1");
    journal.finished("cmd_1", { status: "done" });
    journal.received(command(2));
    journal.close();
    const text = readFileSync(home.file("journal.log"), "utf8");
    const states = new Set<string>();
    for (let length = 0; length <= text.length; length++) {
      const { entries } = replay(text.slice(0, length));
      states.add(`${entries.get("cmd_1")?.state ?? "-"} ${entries.get("cmd_2")?.state ?? "-"}`);
    }
    expect([...states]).toEqual(["- -", "received -", "started -", "finished -", "finished received"]);
  });

  it("knows what is to be done and to be told after a start", () => {
    const journal = open();
    for (const seq of [3, 1, 2]) journal.received(command(seq));
    journal.finished("cmd_1", { status: "failed", error: "no" });
    journal.close();
    appendFileSync(home.file("journal.log"), '{"kind":"finis');
    const again = open();
    expect(again.unfinished().map((entry) => entry.command.seq)).toEqual([2, 3]);
    expect(again.unreported().map(({ outcome }) => outcome)).toEqual([{ status: "failed", error: "no" }]);
    expect(again.lastSeq).toBe(3);
    again.close();
  });

  it("stays small, and forgets neither the order nor what nobody heard of", () => {
    const journal = open();
    for (let seq = 1; seq <= 2_000; seq++) {
      journal.received(command(seq));
      journal.finished(`cmd_${seq}`, { status: "done" });
      if (seq !== 5) journal.reported(`cmd_${seq}`);
    }
    journal.close();
    const again = open();
    expect(again.lastSeq).toBe(2_000);
    expect(again.get("cmd_5")?.reported).toBe(false);
    expect(again.get("cmd_1000")).toBeUndefined();
    expect(again.get("cmd_1999")?.state).toBe("finished");
    again.close();
    expect(statSync(home.file("journal.log")).size).toBeLessThan(400_000);
  });
});

it("allows one run per home, and takes over a lock whose process is gone", () => {
  const unlock = lockHome(home);
  writeFileSync(home.file("run.lock"), "999999999");
  const second = lockHome(home);
  second();
  unlock();
  expect(existsSync(home.file("run.lock"))).toBe(false);
});

it("keeps the last lines of its log, without secrets", () => {
  const log = openLog(home.file("executor.log"), () => {});
  for (let n = 0; n < 30; n++) log.info(`line ${n} ${makeMachineSecret("exs_")}`);
  expect(log.tail(2).map((line) => line.slice(-13))).toEqual(["line 28 exs_…", "line 29 exs_…"]);
});

it("obeys this machine's own policy, and nothing at all when that cannot be read", () => {
  expect(deniedTypes(home)).toEqual([]);
  writeFileSync(home.file("policy.json"), '{"deny": ["bridge.send"]}');
  expect(deniedTypes(home)).toEqual(["bridge.send"]);
  writeFileSync(home.file("policy.json"), "{deny");
  expect(deniedTypes(home)).toContain("ping");
});

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Arguments, parseArguments } from "../command-line/arguments";
import { statusText } from "../command-line/status-command";
import { Terminal } from "../command-line/terminal";
import { type Home, homeOf } from "../home";
import { loadCredentials } from "../store/credentials";
import { FakePanel, problem, sampleKey, sampleSecret } from "../testing/fake-panel";
import { setupCommand } from "./setup-command";

let panel: FakePanel;
let home: Home;
beforeEach(async () => {
  panel = await new FakePanel().start();
  home = homeOf(path.join(mkdtempSync(path.join(os.tmpdir(), "setup-")), "home"));
});
afterEach(() => panel.stop());

/** Answers line by line, as somebody types them; what was shown. */
async function wizard(lines: string[], argv: string[] = []) {
  let shown = "";
  const output = { write: (text: string) => (shown += text) };
  const terminal = new Terminal(Readable.from(lines.map((line) => `${line}\n`)), output);
  const args: Arguments = parseArguments(["setup", "--home", home.directory, "--url", panel.url, ...argv]);
  const result = await setupCommand(args, terminal).catch((error: Error) => error.message);
  expect(shown).not.toContain(sampleSecret);
  return { shown, result };
}

// Nothing listens where the socket and the bridge would be: both are warnings, as commands come without them too.
describe("set-up by questions", { timeout: 30_000 }, () => {
  it("asks for two things, shows the rest, and stores", async () => {
    const { shown, result } = await wizard([sampleKey, sampleSecret, "n"]);
    expect(result).toBe(0);
    expect(shown.match(/\? \[|: $|: (?=\n)|\(exe_…\)|\(exs_…/g)?.length).toBeGreaterThan(0);
    for (const step of [1, 2, 3, 4]) expect(shown).toContain(`Step ${step} of 4`);
    expect(shown).toMatch(/Name\s+Shop/);
    expect(shown).toContain("tcp://127.0.0.1:5999");
    expect(shown).toMatch(/ok\s+Heartbeat/);
    expect(shown).toMatch(/warning\s+ZeroMQ/);
    expect(shown).toMatch(/Next: \S*node\S* \S+ run --home /);
    expect(await loadCredentials(home)).toEqual({ key: sampleKey, secret: sampleSecret, url: panel.url });
  });
  it("catches typing errors before it asks the panel", async () => {
    const { shown, result } = await wizard(
      ["exe_short", sampleKey, sampleSecret.replace("TW7", "TW8"), sampleSecret, "n"],
      ["--no-start"],
    );
    expect(result).toBe(0);
    expect(shown).toContain("A key is exe_ and 16");
    expect(shown).toContain("A character of the secret is wrong");
    expect(panel.seen.filter(({ path: at }) => at === "/api/executor/config")).toHaveLength(1);
  });
  it("says what the panel refuses, asks again, and stores nothing", async () => {
    panel.intercept = (at) => (at.includes("config") ? problem(401, "executor_secret_wrong") : null);
    const { shown, result } = await wizard([sampleKey, sampleSecret, sampleKey, sampleSecret]);
    expect(shown.match(/does not accept the secret/g)).toHaveLength(2);
    expect(result).toContain("input ended");
    expect(existsSync(home.credentials)).toBe(false);
  });
  it("stops at the first step when the panel is not one", async () => {
    panel.intercept = () => ({ status: 200, body: "hello" });
    const { shown, result } = await wizard([]);
    expect(shown).toMatch(/FAILED\s+Panel: .* is not a LightNode panel/);
    expect(result).toContain("Nothing was changed");
  });
  it("shows what is set by hand as such", async () => {
    const first = await wizard([sampleKey, sampleSecret, "n"]);
    expect(first.result).toBe(0);
    writeFileSync(home.manual, "ZMQ_PORT=6001\n", { mode: 0o600 });
    const { shown } = await wizard([sampleKey, sampleSecret, "n"]);
    expect(shown).toContain("tcp://127.0.0.1:6001  (set by hand)");
  });
});

describe("set-up by scripts", { timeout: 30_000 }, () => {
  it("takes the secret from stdin", async () => {
    const { shown, result } = await wizard([sampleSecret], ["--key", sampleKey, "--secret-stdin"]);
    expect(result).toBe(0);
    expect(shown).toContain("Set up as Shop");
    expect(readFileSync(home.credentials, "utf8")).not.toContain(sampleSecret);
  });
  it("takes an enrolment token from stdin, and sends the machine's identifier", async () => {
    // Another token's form: the checksum is over the prefix as well.
    const token = "ent_000000000000000000000000000000000000000000000000h";
    const wrong = await wizard([token], ["--enrol-stdin"]);
    expect(wrong.result).toContain("enrolment token");
    expect(panel.seen).toHaveLength(0);
  });
  it("refuses a damaged secret without a call", async () => {
    const { result } = await wizard([sampleSecret.slice(0, 20)], ["--key", sampleKey, "--secret-stdin"]);
    expect(result).toContain("copy the whole of it");
    expect(panel.seen).toHaveLength(0);
  });
});

describe("a terminal", () => {
  it("does not echo what is hidden, pasted early too, and survives the marks of a paste", async () => {
    let shown = "";
    let isRaw = false;
    const input = Object.assign(new Readable({ read: () => {} }), {
      isTTY: true,
      setRawMode: (on: boolean) => {
        isRaw = on;
      },
    });
    const terminal = new Terminal(input, { write: (text: string) => (shown += text) });
    const key = terminal.ask("Key: ");
    expect(isRaw).toBe(true);
    const start = String.fromCharCode(27);
    // Both at once: what comes before the second question is not shown by it either.
    input.push(`ke${start}[Dyy${String.fromCharCode(127)}\r${start}[200~se`);
    expect(await key).toBe("key");
    const secret = terminal.askHidden("Secret: ");
    input.push(`cx${String.fromCharCode(127)}ret${start}[201~\r`);
    expect(await secret).toBe("secret");
    terminal.close();
    expect([shown.replaceAll("\b \b", "<"), isRaw]).toEqual(["Key: keyy<\nSecret: \n", false]);
  });
});

describe("status", () => {
  it("says how to start what does not run", () => {
    expect(statusText(null, null, null, "/h")).toMatch(/Start it: \S*node\S* \S+ run --home \/h/);
    expect(statusText(7, null, null, "/h")).toContain("process 7");
  });
});

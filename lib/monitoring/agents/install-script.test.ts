import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { installScript } from "./install-script";
import { checkLine } from "./program";

const script = installScript({ url: "https://panel.example.net", sha256: "a".repeat(64) });

it("is a script that a POSIX shell can read", () => {
  execFileSync("sh", ["-n"], { input: script });
  expect(script).toContain("URL='https://panel.example.net'");
  expect(script).toContain("RestartPreventExitStatus=78");
});

it("keeps an address with a quote in one word", () => {
  const text = installScript({ url: "https://x'$(id)", sha256: "0" });
  const line = text.split("\n").find((part) => part.startsWith("URL=")) ?? "";
  expect(execFileSync("sh", ["-c", `${line}; printf %s "$URL"`]).toString()).toBe("https://x'$(id)");
});

it("says what to read when the service does not run", () => {
  const end = script.slice(script.indexOf("systemctl daemon-reload"));
  const given = (status: number) => `set -eu
    NODE=true PROGRAM=program STATE=state
    fail() { printf '%s\\n' "$1" >&2; exit 1; }
    sleep() { :; }
    systemctl() { if [ "$1" = is-active ]; then return ${status}; fi; }
    ${end}`;
  const failed = spawnSync("sh", ["-c", given(3)], { encoding: "utf8" });
  expect([failed.status, failed.stdout]).toEqual([1, ""]);
  expect(failed.stderr).toContain("journalctl -u lightnode-agent");
  const runs = spawnSync("sh", ["-c", given(0)], { encoding: "utf8" });
  expect([runs.status, runs.stderr]).toEqual([0, ""]);
  expect(runs.stdout).toContain("The agent runs.");
});

it("lets the agent measure file systems of homes", () => {
  expect(script).toContain("ProtectHome=read-only");
});

it("has a line that finds a changed program", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lightnode-program-"));
  const file = path.join(folder, "agent.mjs");
  const line = checkLine(createHash("sha256").update("program").digest("hex"), file);
  const statusOf = (text: string) => {
    writeFileSync(file, text);
    return spawnSync("sh", ["-c", line]).status;
  };
  expect([statusOf("program"), statusOf("changed")]).toEqual([0, 1]);
  expect(checkLine("5ad1")).toContain(/^FOLDER=(.*)$/m.exec(script)?.[1]);
  rmSync(folder, { recursive: true, force: true });
});

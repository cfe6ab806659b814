import { describe, expect, it } from "vitest";
import { findCause } from "./find-cause";

const facts = (exitCode: number | null, lines: string[] = [], outOfMemory = false) => ({
  at: "2026-05-04T10:00:00.000Z",
  exitCode,
  outOfMemory,
  lines,
});
const cause = (exitCode: number | null, lines?: string[], outOfMemory?: boolean) =>
  findCause(facts(exitCode, lines, outOfMemory), 2048);

describe("the cause of a crash", () => {
  it("is the memory limit when the kernel says so, whatever the log says", () => {
    expect(cause(137, ["FAILED TO BIND TO PORT"], true)).toMatchObject({ kind: "memory", line: null });
    expect(cause(137, [], true).text).toContain("2 GiB");
  });

  it.each([
    ["[12:00:01] [Server thread/WARN]: **** FAILED TO BIND TO PORT!", "port", "Its port is taken"],
    ["java.net.BindException: Address already in use", "port", "Its port is taken"],
    ["Error: listen EADDRINUSE: address already in use :::25565", "port", "Its port is taken"],
    ["java.io.IOException: No space left on device", "disk", "Its disk is full"],
    ["write failed: Disk quota exceeded", "disk", "Its disk is full"],
    ["java.lang.OutOfMemoryError: Java heap space", "heap", "It ran out of memory"],
    [
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
      "heap",
      "It ran out of memory",
    ],
    [
      "Exception: java.lang.UnsupportedClassVersionError: org/bukkit/Main",
      "runtime",
      "It needs another version of Java",
    ],
    ["[ERROR]: Error occurred while enabling Dynmap v3.7 (Is it up to date?)", "plugin", "The plug-in Dynmap failed"],
    ["[ERROR]: Could not pass event PlayerJoinEvent to Essentials v2.21", "plugin", "The plug-in Essentials failed"],
    [
      "[ERROR]: Could not load 'plugins/WorldEdit-7.3.jar' in folder 'plugins'",
      "plugin",
      "The plug-in WorldEdit-7.3 failed",
    ],
    ["You need to agree to the EULA in order to run the server.", "terms", "Its terms are not accepted"],
  ])("is found in its log: %s", (line, kind, title) => {
    expect(cause(1, ["Starting", line, "Stopping"])).toMatchObject({ kind, title, line: 1 });
  });

  it("is the last one, since what was logged before was survived", () => {
    const lines = ["Could not pass event JoinEvent to Essentials v2", "No space left on device", "Stopping"];
    expect(cause(1, lines)).toMatchObject({ kind: "disk", line: 1 });
  });

  it.each([
    [0, "It ended without an error"],
    [1, "It ended with an error"],
    [126, "Its program cannot be run"],
    [127, "Its program was not found"],
    [130, "It was interrupted"],
    [134, "It ended itself"],
    [137, "It was killed from outside"],
    [139, "It used memory that is not its own"],
    [143, "It was asked to end"],
    [138, "It was ended by a signal"],
    [255, "It ended with an error"],
    [null, "It ended"],
  ])("is its exit code in words, without such a line: %s", (code, title) => {
    expect(cause(code, ["Starting", "Done"])).toMatchObject({ kind: "exit", title, line: null });
  });

  it("points at the last line with an error where no cause is known", () => {
    expect(cause(1, ["Starting", "[ERROR]: odd", "bye"])).toMatchObject({ kind: "exit", line: 1 });
  });

  it("is found quickly in any log", () => {
    const startedAt = performance.now();
    cause(
      1,
      Array.from({ length: 40 }, () => `accept the ${"plugins/a".repeat(5_000)}`),
    );
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { buildEnvironment, checkEnvironment, heapMb } from "./environment";
import { minecraftJava } from "./minecraft-java";
import { sampleGame } from "./sample-game";

const { spec } = sampleGame;
const facts = { name: "World", memoryMb: 1024, version: null, rconPassword: "s3cretS3cret", rconPort: 25_575 };

function problems(environment: Record<string, string>, of = spec): Record<string, string> {
  try {
    checkEnvironment(of, environment);
    return {};
  } catch (error) {
    if (!isAppError(error) || error.code !== "validation_failed") throw error;
    return Object.fromEntries((error.errors ?? []).map(({ path, message }) => [path, message]));
  }
}

describe("what customers may set", () => {
  it.each([
    [{ MOTD: "Hi", MAX_PLAYERS: "20", DIFFICULTY: "hard", MODE: "creative", SEED: "" }],
    [{ MAX_PLAYERS: "1" }],
    [{ MAX_PLAYERS: "500" }],
    [{ MOTD: "ünïcode 🎮 {{rcon.password}}" }],
    [{}],
  ])("allows %j", (environment) => expect(problems(environment)).toEqual({}));

  it.each([
    [{ MAX_PLAYERS: "0" }, "whole number"],
    [{ MAX_PLAYERS: "501" }, "whole number"],
    [{ MAX_PLAYERS: "1.5" }, "whole number"],
    [{ MAX_PLAYERS: "1e2" }, "whole number"],
    [{ MAX_PLAYERS: " 5" }, "whole number"],
    [{ MAX_PLAYERS: "" }, "whole number"],
    [{ DIFFICULTY: "Hard" }, "one of"],
    [{ DIFFICULTY: "" }, "one of"],
    [{ MOTD: "x".repeat(121) }, "at most 120"],
    [{ MOTD: "two\nlines" }, "one line"],
    [{ MOTD: "nul\0" }, "one line"],
    [{ MOTD: "escape\x1b[2J" }, "one line"],
    [{ MOTD: "next\u0085line" }, "one line"],
  ])("refuses %j", (environment, message) => {
    expect(Object.values(problems(environment))).toEqual([expect.stringContaining(message)]);
  });

  // Names that would give a customer a hold on the process, the loader, the runtime or what the panel itself sets.
  const dangerous = ["LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"];
  const reserved = ["JVM_OPTS", "PATH", "HOME", "BASH_ENV", "ENV", "IFS", "RCON_PASSWORD", "RCON_PORT", "ENABLE_RCON"];
  const odd = ["EULA", "MEMORY", "SERVER_PORT", "motd", "MOTD ", "__proto__", "constructor", "toString", "A=B", ""];
  it.each([...dangerous, ...reserved, ...odd])("refuses the name %j in every template", (name) => {
    for (const template of [sampleGame, minecraftJava]) {
      const environment = Object.fromEntries([[name, "1"]]);
      expect(problems(environment, template.spec)).toEqual({
        [`environment.${name}`]: "This template has no such variable.",
      });
    }
  });

  it("names every wrong variable at once", () => {
    expect(Object.keys(problems({ MOTD: "\n", MAX_PLAYERS: "x", LD_PRELOAD: "/tmp/a.so" }))).toEqual([
      "environment.MOTD",
      "environment.MAX_PLAYERS",
      "environment.LD_PRELOAD",
    ]);
  });

  it("lets nothing through that is not declared, whatever it is called", () => {
    const declared = new Set(spec.variables.map((variable) => variable.name));
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }).filter((name) => !declared.has(name)),
        fc.string(),
        (name, value) => {
          expect(Object.keys(problems(Object.fromEntries([[name, value]])))).toHaveLength(1);
        },
      ),
    );
  });
});

describe("the container's environment", () => {
  it("is defaults, then choices, then what the panel decides", () => {
    const built = buildEnvironment(spec, { MAX_PLAYERS: "7", RCON_PASSWORD: "mine", EULA: "FALSE" }, facts);
    expect(built).toEqual({
      MOTD: "World",
      MAX_PLAYERS: "7",
      DIFFICULTY: "easy",
      MODE: "survival",
      SEED: "",
      EULA: "TRUE",
      VERSION: "1",
      MEMORY: "614M",
      ENABLE_RCON: "true",
      RCON_PASSWORD: "s3cretS3cret",
      RCON_PORT: "25575",
      SERVER_PORT: "25565",
    });
  });

  it("fills no placeholder that a customer wrote", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("{{rcon.password}}", "{{heapMb}}", "{{{{rcon.password}}}}"),
        fc.string(),
        (mark, text) => {
          expect(buildEnvironment(spec, { MOTD: text + mark }, facts).MOTD).toBe(text + mark);
          expect(buildEnvironment(spec, {}, { ...facts, name: text + mark }).MOTD).toBe(text + mark);
        },
      ),
    );
  });

  it.each([
    [128, 256],
    [512, 256],
    [1024, 614],
    [2048, 1433],
    [8192, 6348],
  ])("gives a JVM in %i MB a heap of %i MB", (memoryMb, expected) => expect(heapMb(memoryMb)).toBe(expected));
});

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Harness, startHarness, testApp } from "../testing/realtime-harness";

/**
 * The cases that the official server library ships for the real service, run unmodified from its package. They are
 * written for mocha and expect.js: this file gives them those few functions and nothing else.
 */
const testsDirectory = path.resolve("node_modules/pusher/tests/remote/pusher");

type Done = (error?: unknown) => void;
const mochaIt = (name: string, body: (done: Done) => void) =>
  it(
    name,
    () => new Promise<void>((resolve, reject) => body((error) => (error === undefined ? resolve() : reject(error)))),
  );

function expectJs(actual: unknown) {
  const a = (type: unknown) =>
    typeof type === "string" ? expect(actual).toBeTypeOf(type as "string") : expect(actual).toBeInstanceOf(type);
  return {
    to: {
      equal: (other: unknown) => expect(actual).toBe(other),
      eql: (other: unknown) => expect(actual).toEqual(other),
      be: { a, an: a },
    },
  };
}

function load(file: string): void {
  const location = path.join(testsDirectory, file);
  const requireThere = createRequire(location);
  const requireShipped = (name: string) => (name === "expect.js" ? expectJs : requireThere(name));
  const run = new Function("require", "describe", "it", "beforeEach", readFileSync(location, "utf8"));
  run(requireShipped, describe, mochaIt, beforeEach);
}

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  vi.stubEnv("PUSHER_URL", `http://${testApp.key}:${testApp.secret}@127.0.0.1:${harness.port}/apps/${testApp.id}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await harness.close();
});

load("trigger.js");
load("get.js");

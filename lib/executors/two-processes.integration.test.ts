import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { noOrigin } from "@/lib/access/actor";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { createExecutor } from "./create-executor";
import { rotateSecret } from "./credentials/rotate-secret";
import { revokeExecutor } from "./revoke-executor";

// Modules loaded afresh stand for another process: they share the database, and no verdicts.
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

async function anotherProcess() {
  vi.resetModules();
  const { authenticateExecutor } = await import("./credentials/authenticate-executor");
  return {
    async call({ key, secret }: { key: string; secret: string }): Promise<string> {
      const headers = new Headers({ "x-api-key": key, "x-api-secret": secret });
      return authenticateExecutor(headers, noOrigin).then(
        ({ id }) => id,
        (error: { code: string }) => error.code,
      );
    },
  };
}

it("what one process rotates or revokes, another with a warm cache refuses from its next call on", async () => {
  const owner = await makeUser();
  const input = { name: "Bridge", overrides: {}, addresses: [] };
  const [rotated, revoked] = [await createExecutor(owner, input), await createExecutor(owner, input)];
  const processes = [await anotherProcess(), await anotherProcess()];
  for (const one of processes) {
    expect([await one.call(rotated), await one.call(revoked)]).toEqual([rotated.id, revoked.id]);
  }
  const { secret } = await rotateSecret(owner, rotated.id, 0);
  await revokeExecutor(owner, revoked.id);
  for (const one of processes) {
    expect(await one.call(rotated)).toBe("executor_secret_wrong");
    expect(await one.call({ ...rotated, secret })).toBe(rotated.id);
    expect(await one.call(revoked)).toBe("executor_revoked");
  }
});

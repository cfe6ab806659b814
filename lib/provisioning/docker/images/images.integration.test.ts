import { expect, test } from "vitest";
import { errorOf } from "../../contract/harness";
import { startFakeRegistry } from "../../testing/fake-registry";
import { createDockerEngine } from "../engine";

test("a registry that never answers fails the pull after the idle deadline, not after Docker's", async () => {
  const engine = createDockerEngine({
    dockerHost: "unix:///var/run/docker.sock",
    installationId: "idle",
    networkCidr: "10.211.0.0/16",
    deadlines: { pullIdleMs: 400 },
  });
  const registry = await startFakeRegistry();
  registry.hang = true;
  const startedAt = performance.now();
  const failure = await errorOf(engine.ensureImage(registry.reference));
  expect(failure).toMatchObject({ code: "image_pull_failed", message: "The download made no progress for 0.4 s." });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await registry.close();
});

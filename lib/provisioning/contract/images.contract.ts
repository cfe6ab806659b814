import { afterEach, beforeEach, expect, test } from "vitest";
import type { PullProgress } from "../engine";
import { type FakeRegistry, startFakeRegistry } from "../testing/fake-registry";
import { codeOf, errorOf, type Harness } from "./harness";

/** Pulling, from a registry that the suite runs itself. */
export function describeImages(harness: Harness): void {
  const { engine } = harness;
  let registry: FakeRegistry;

  beforeEach(async () => {
    registry = await startFakeRegistry();
  });
  afterEach(async () => {
    await harness.removeImage(registry.reference);
    await registry.close();
  });

  test("an absent image is pulled with progress, a present one is left alone", async () => {
    const progress: PullProgress[] = [];
    const pulled = await engine.ensureImage(registry.reference, { onProgress: (step) => progress.push(step) });
    expect(pulled.imageId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(pulled.digest).toBe(`${registry.reference.replace(/:1$/, "")}@${registry.manifestDigest}`);
    expect(pulled.pulled).toBe(true);
    const fractions = progress.map((step) => step.fraction).filter((fraction) => fraction !== null);
    expect(fractions.length).toBeGreaterThan(3);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);

    expect(await engine.ensureImage(registry.reference)).toEqual({ ...pulled, pulled: false });
    expect(await engine.ensureImage(registry.reference, { pull: "always" })).toEqual({ ...pulled, pulled: true });
    await registry.close();
    expect(await engine.ensureImage(registry.reference)).toEqual({ ...pulled, pulled: false });
    expect(await codeOf(engine.ensureImage(registry.reference, { pull: "always" }))).toBe("registry_unreachable");
  });

  test("an image pinned by its digest is pulled", async () => {
    const pinned = `${registry.reference.replace(/:1$/, "")}@${registry.manifestDigest}`;
    expect(await engine.ensureImage(pinned)).toMatchObject({ digest: pinned, pulled: true });
    await harness.removeImage(pinned);
  });

  test("a tag, a repository or a name that cannot exist is image_not_found", async () => {
    const host = registry.reference.slice(0, registry.reference.indexOf("/"));
    expect(await codeOf(engine.ensureImage(`${host}/game:unknown`))).toBe("image_not_found");
    expect(await codeOf(engine.ensureImage(`${host}/nothing:1`))).toBe("image_not_found");
    expect(await codeOf(engine.ensureImage("Not A Reference"))).toBe("image_not_found");
  });

  test("`never` does not ask the registry", async () => {
    expect(await codeOf(engine.ensureImage(registry.reference, { pull: "never" }))).toBe("image_not_found");
  });

  test("a registry that breaks off in the middle is image_pull_failed, and a retry may succeed", async () => {
    registry.breakLayer = true;
    const failure = await errorOf(engine.ensureImage(registry.reference));
    expect(failure).toMatchObject({ code: "image_pull_failed", retryable: true });
    expect(failure.message).not.toMatch(/127\.0\.0\.1|http/i);
    registry.breakLayer = false;
    expect((await engine.ensureImage(registry.reference)).pulled).toBe(true);
  });

  test("a registry that refuses the node, and a damaged layer, have codes of their own", async () => {
    registry.deny = true;
    expect(await codeOf(engine.ensureImage(registry.reference))).toBe("registry_denied");
    registry.deny = false;
    registry.corruptLayer = true;
    expect(await codeOf(engine.ensureImage(registry.reference))).toBe("image_corrupt");
    registry.corruptLayer = false;
    expect((await engine.ensureImage(registry.reference)).pulled).toBe(true);
  });

  test("aborting ends the pull at once", async () => {
    registry.hang = true;
    const abort = new AbortController();
    const pulling = engine.ensureImage(registry.reference, { signal: abort.signal }).catch((error: unknown) => error);
    setTimeout(() => abort.abort(new Error("enough")), 100);
    const startedAt = Date.now();
    expect(await pulling).toEqual(new Error("enough"));
    expect(Date.now() - startedAt).toBeLessThan(1000);
  });
}

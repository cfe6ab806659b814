import { describe, expect, test } from "vitest";
import { sleep } from "@/lib/core/clock";
import type { LogLine } from "../engine";
import { codeOf, errorOf, type Harness } from "./harness";

/** How a program ended: by itself, by its memory, by us; and the install step, which is a run to the end. */
export function describeEndings(harness: Harness): void {
  const { engine } = harness;

  test("a crash is reported with its exit code", async () => {
    const spec = await harness.game();
    await engine.writeStdin(spec.name, "crash");
    expect(await harness.ended(spec.name)).toMatchObject({ exitCode: 1, outOfMemory: false });
    await harness.logged(spec.name, "crashed by command");
  });

  test("an end by the memory limit is distinguished from a crash and from a kill", async () => {
    for (let round = 0; round < 3; round++) {
      const spec = await harness.game({ memoryMb: 64 });
      await engine.writeStdin(spec.name, "leak");
      expect(await harness.ended(spec.name)).toMatchObject({ exitCode: 137, outOfMemory: true });
    }
  });

  /** Runs a helper that dies for memory, and goes on; ends in order when it is asked to. */
  const withHelper = `const { spawn } = require('child_process');
    process.on('SIGTERM', () => process.exit(0));
    const grow = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)), 2)';
    spawn(process.execPath, ['-e', grow]).on('exit', (code, signal) => console.log('helper ended', signal));
    setInterval(() => {}, 1000);`;

  test("a helper that died for memory does not make a later end one for memory", async () => {
    const stopped = await harness.started(await harness.script(withHelper, { memoryMb: 160 }));
    const killed = await harness.started(await harness.script(withHelper, { memoryMb: 160 }));
    for (const { name } of [stopped, killed]) await harness.logged(name, "helper ended SIGKILL");
    expect(await engine.inspect(stopped.name)).toMatchObject({ status: "running", outOfMemory: false });
    await engine.stop(stopped.name, 5);
    expect(await engine.inspect(stopped.name)).toMatchObject({ exitCode: 0, outOfMemory: false });
    await sleep(5_500);
    await engine.kill(killed.name);
    expect(await harness.ended(killed.name)).toMatchObject({ exitCode: 137, outOfMemory: false });
  });

  test("a program that ends because its helper died for memory did end for memory", async () => {
    const code = withHelper.replace("console.log('helper ended', signal)", "process.exit(1)");
    const spec = await harness.started(await harness.script(code, { memoryMb: 160 }));
    expect(await harness.ended(spec.name)).toMatchObject({ exitCode: 1, outOfMemory: true });
  });

  test("limits change in place", async () => {
    const spec = await harness.game({ memoryMb: 64 });
    const before = await engine.inspect(spec.name);
    await engine.updateLimits(spec.name, { memoryMb: 256, cpus: 0.5 });
    const [sample] = await firstOf(engine.followStats(spec.name, {}), 1);
    expect(sample?.memoryLimitBytes).toBe(256 * 1024 * 1024);
    await engine.updateLimits(spec.name, { memoryMb: 96, cpus: 2 });
    const [smaller] = await firstOf(engine.followStats(spec.name, {}), 1);
    expect(smaller?.memoryLimitBytes).toBe(96 * 1024 * 1024);
    expect((await engine.inspect(spec.name))?.startedAt).toEqual(before?.startedAt);
  });

  describe("runToCompletion", () => {
    const setup = { EULA: "TRUE", SETUP_ONLY: "TRUE", SEED: "42" };

    test("an install step leaves its work in the volume and no container", async () => {
      const seen: LogLine[] = [];
      const spec = await harness.spec({ environment: setup });
      const result = await engine.runToCompletion(spec, { onLine: (line) => seen.push(line) });
      expect(result).toMatchObject({ exitCode: 0, outOfMemory: false });
      expect(result.lastLines.join("\n")).toContain("is prepared");
      expect(seen.map((line) => line.text)).toEqual(result.lastLines);
      expect(await engine.inspect(spec.name)).toBeNull();
      const game = await harness.game({ volumes: spec.volumes, environment: { EULA: "TRUE", SEED: "43" } });
      await engine.writeStdin(game.name, "seed");
      await harness.logged(game.name, "Seed: [42]");
    });

    test("a failing one says how it failed", async () => {
      const spec = await harness.spec({ environment: { SETUP_ONLY: "TRUE" } });
      const result = await engine.runToCompletion(spec);
      expect(result.exitCode).toBe(1);
      expect(result.lastLines.join("\n")).toContain("EULA");
      expect(await engine.inspect(spec.name)).toBeNull();
    });

    test("one that needs too much memory is distinguished", async () => {
      const code = "const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)), 5)";
      const result = await engine.runToCompletion(await harness.script(code, { memoryMb: 64 }));
      expect(result).toMatchObject({ exitCode: 137, outOfMemory: true });
    });

    test("aborting one removes it", async () => {
      const spec = await harness.script("setInterval(() => {}, 1000); console.log('running')");
      const abort = new AbortController();
      const running = engine.runToCompletion(spec, { signal: abort.signal });
      const outcome = running.catch((error: unknown) => error);
      await sleep(50);
      abort.abort(new Error("enough"));
      expect(await outcome).toEqual(new Error("enough"));
      expect(await engine.inspect(spec.name)).toBeNull();
    });

    test("a retry takes over what the killed first attempt had started, running or ended", async () => {
      const running = await harness.started(await harness.script("setTimeout(() => process.exit(3), 400)"));
      expect(await engine.runToCompletion(running)).toMatchObject({ exitCode: 3 });
      const ended = await harness.started(await harness.script("console.log('once'); process.exit(4)"));
      await harness.ended(ended.name);
      expect(await engine.runToCompletion(ended)).toEqual({ exitCode: 4, outOfMemory: false, lastLines: ["once"] });
    });

    test("a refused creation leaves nothing", async () => {
      const spec = await harness.spec({ imageId: `sha256:${"1".repeat(64)}` });
      expect(await codeOf(engine.runToCompletion(spec))).toBe("image_not_found");
      expect(await engine.list({})).toEqual([]);
    });

    test("a refused start leaves nothing either", async () => {
      const game = await harness.game();
      const spec = await harness.spec({ ports: game.ports });
      expect((await errorOf(engine.runToCompletion(spec))).code).toBe("port_in_use");
      expect(await engine.inspect(spec.name)).toBeNull();
    });
  });
}

export async function firstOf<T>(items: AsyncIterable<T>, count: number): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length === count) break;
  }
  return found;
}

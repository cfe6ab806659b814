import { describe, expect, test } from "vitest";
import { sleep } from "@/lib/core/clock";
import { labels } from "../engine";
import { listenOn } from "../testing/free-port";
import { codeOf, errorOf, eventually, type Harness } from "./harness";

/** Creation, adoption, power and removal: every call may be repeated at any point. */
export function describeContainers(harness: Harness): void {
  const { engine } = harness;

  describe("creating and adopting", () => {
    test("an equal spec of the same run is adopted", async () => {
      const spec = await harness.spec();
      const first = await engine.createContainer(spec);
      expect(await engine.createContainer(spec)).toEqual(first);
      expect(await engine.inspect(spec.name)).toMatchObject({
        containerId: first.containerId,
        status: "created",
        exitCode: null,
        startedAt: null,
        imageId: spec.imageId,
        ports: spec.ports,
        labels: { ...spec.labels, [labels.installation]: harness.installationId },
      });
    });

    test("a container of another run, or of another spec of the same run, is replaced", async () => {
      const spec = await harness.spec();
      const first = await engine.createContainer(spec);
      const nextRun = { ...spec, labels: harness.labels({ [labels.run]: "run_2" }) };
      const second = await engine.createContainer(nextRun);
      expect(second.containerId).not.toBe(first.containerId);
      const third = await engine.createContainer({ ...nextRun, memoryMb: spec.memoryMb + 64 });
      expect(third.containerId).not.toBe(second.containerId);
      expect((await engine.list({})).map((container) => container.containerId)).toEqual([third.containerId]);
    });

    test("a container of another installation or server is neither adopted nor removed", async () => {
      const spec = await harness.spec();
      const other = harness.makeEngine({ installationId: `${harness.installationId}-other` });
      const foreign = await other.createContainer(spec);
      expect(await codeOf(engine.createContainer(spec))).toBe("engine_refused");
      expect(await codeOf(engine.remove(spec.name))).toBe("engine_refused");
      expect(await engine.list({})).toEqual([]);
      expect((await other.inspect(spec.name))?.containerId).toBe(foreign.containerId);
      await other.remove(spec.name);
      await engine.createContainer(spec);
      const otherServer = { ...spec, labels: harness.labels({ [labels.resource]: "srv_other" }) };
      expect(await codeOf(engine.createContainer(otherServer))).toBe("engine_refused");
    });

    test("ten calls at once make one container", async () => {
      const spec = await harness.spec();
      const rival = harness.makeEngine();
      const made = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? engine : rival).createContainer(spec)),
      );
      expect(new Set(made.map((result) => result.containerId)).size).toBe(1);
      expect(await engine.list({})).toHaveLength(1);
    });

    test("an image that is not there is named as such", async () => {
      const spec = await harness.spec({ imageId: `sha256:${"0".repeat(64)}` });
      expect(await codeOf(engine.createContainer(spec))).toBe("image_not_found");
      expect(await engine.list({})).toEqual([]);
    });

    test("a limit above the machine's CPUs is no reason to fail", async () => {
      const spec = await harness.started(await harness.spec({ cpus: 512 }));
      expect((await engine.inspect(spec.name))?.status).toBe("running");
    });
  });

  describe("power", () => {
    test("start, stop, kill and remove may be repeated", async () => {
      const spec = await harness.game();
      await engine.start(spec.name);
      expect(await engine.inspect(spec.name)).toMatchObject({ status: "running", exitCode: null, finishedAt: null });
      await engine.stop(spec.name, 10);
      await engine.stop(spec.name, 10);
      await engine.kill(spec.name);
      const stopped = await engine.inspect(spec.name);
      expect(stopped).toMatchObject({ status: "exited", exitCode: 0, outOfMemory: false });
      expect(stopped?.finishedAt?.getTime()).toBeGreaterThanOrEqual(stopped?.startedAt?.getTime() ?? Number.NaN);
      await engine.start(spec.name);
      await engine.kill(spec.name);
      expect(await harness.ended(spec.name)).toMatchObject({ exitCode: 137, outOfMemory: false });
      await engine.remove(spec.name);
      await engine.remove(spec.name);
      expect(await engine.inspect(spec.name)).toBeNull();
      expect(await engine.listVolumes({})).toHaveLength(1);
    });

    test("what does not exist: stopping, killing and removing are done, the rest is refused", async () => {
      await engine.stop("never-was", 1);
      await engine.kill("never-was");
      await engine.remove("never-was");
      expect(await engine.inspect("never-was")).toBeNull();
      expect(await codeOf(engine.start("never-was"))).toBe("container_not_found");
      expect(await codeOf(engine.logs("never-was", { tail: 1 }))).toBe("container_not_found");
      expect(await codeOf(engine.writeStdin("never-was", "help"))).toBe("container_not_found");
      expect(await codeOf(engine.updateLimits("never-was", { memoryMb: 64, cpus: 1 }))).toBe("container_not_found");
    });

    test("a paused one goes on when it is unpaused or started", async () => {
      const spec = await harness.game();
      for (const resume of ["unpause", "start"] as const) {
        await engine.pause(spec.name);
        await engine[resume](spec.name);
        expect((await engine.inspect(spec.name))?.status).toBe("running");
      }
      await engine.unpause(spec.name);
      await engine.kill(spec.name);
      await engine.unpause(spec.name);
      await engine.unpause(harness.name("absent"));
    });

    test("a paused one does nothing more, and is killed all the same", async () => {
      const spec = await harness.started(await harness.script("setInterval(() => console.log('tick'), 20)"));
      await harness.logged(spec.name, "tick");
      await engine.pause(spec.name);
      await engine.pause(spec.name);
      const before = await engine.logs(spec.name, { tail: 1000 });
      await sleep(200);
      expect(await engine.logs(spec.name, { tail: 1000 })).toEqual(before);
      await engine.kill(spec.name);
      expect(await harness.ended(spec.name)).toMatchObject({ exitCode: 137, outOfMemory: false });
      await engine.pause(spec.name);
      await engine.pause(harness.name("absent"));
    });

    test("a program that ignores the stop signal is killed after the timeout", async () => {
      const spec = await harness.started(
        await harness.script("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf');"),
      );
      await harness.logged(spec.name, "deaf");
      const startedAt = Date.now();
      await engine.stop(spec.name, 1);
      const tookMs = Date.now() - startedAt;
      expect(tookMs).toBeGreaterThan(900);
      expect(tookMs).toBeLessThan(5000);
      expect(await engine.inspect(spec.name)).toMatchObject({ status: "exited", exitCode: 137, outOfMemory: false });
    });

    test("removing a running game keeps its world and frees its port at once", async () => {
      const spec = await harness.game();
      const port = spec.ports[0]?.hostPort ?? 0;
      for (let round = 0; round < 5; round++) {
        await engine.createContainer(spec);
        await engine.start(spec.name);
        await expect(listenOn(port)).rejects.toThrow("EADDRINUSE");
        await engine.remove(spec.name);
        const { server } = await listenOn(port);
        await new Promise((resolve) => server.close(resolve));
      }
      expect((await engine.listVolumes({})).map((volume) => volume.name)).toEqual([harness.volumeOf(spec)]);
    });
  });

  describe("commands and health", () => {
    test("a command runs as the container's user, and its code and output come back", async () => {
      const spec = await harness.game();
      const node = (code: string) => engine.exec(spec.name, ["/usr/local/bin/node", "-e", code]);
      expect(await node("console.log(process.getuid()); console.error('aside'); process.exit(3)")).toMatchObject({
        exitCode: 3,
        isCut: false,
      });
      expect((await node("console.log(process.getuid()); console.error('aside')")).output.split("\n").sort()).toEqual([
        "",
        "1000",
        "aside",
      ]);
      const long = await node("process.stdout.write('é'.repeat(400_000))");
      expect(long.isCut).toBe(true);
      expect(Buffer.byteLength(long.output)).toBe(256 * 1024);
      await engine.stop(spec.name, 5);
      expect(await codeOf(node("0"))).toBe("container_not_running");
    });

    test("the engine runs the health command and reports its result", async () => {
      const check = (code: string) => ({
        healthCommand: { command: ["/usr/local/bin/node", "-e", code], intervalSeconds: 1, timeoutSeconds: 5 },
      });
      const well = await harness.game(check("0"));
      await eventually(async () => expect((await engine.inspect(well.name))?.health).toBe("healthy"));
      const ill = await harness.game(check("process.exit(1)"));
      await eventually(async () => expect((await engine.inspect(ill.name))?.health).toBe("unhealthy"));
      const unchecked = await harness.game();
      expect((await engine.inspect(unchecked.name))?.health).toBeNull();
    });

    test("a capability that is asked for is the only one", async () => {
      const code = "console.log(require('fs').readFileSync('/proc/self/status', 'utf8').match(/CapBnd:\\s+(\\S+)/)[1])";
      const bind = await harness.script(code, { capabilities: ["NET_BIND_SERVICE"] });
      expect(await engine.runToCompletion(bind)).toMatchObject({
        lastLines: [(1n << 10n).toString(16).padStart(16, "0")],
      });
      const none = await harness.script(code);
      expect(await engine.runToCompletion(none)).toMatchObject({ lastLines: ["0".repeat(16)] });
    });
  });

  describe("ports", () => {
    test("a port another program listens on is named", async () => {
      const spec = await harness.spec();
      const port = spec.ports[0]?.hostPort ?? 0;
      const { server } = await listenOn(port);
      try {
        await engine.createContainer(spec);
        const refusal = await errorOf(engine.start(spec.name));
        expect(refusal).toMatchObject({ code: "port_in_use", status: 409, retryable: true, extra: { hostPort: port } });
        expect(refusal.message).not.toMatch(/docker|driver|userland/i);
        expect((await engine.inspect(spec.name))?.status).toBe("created");
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
      await engine.start(spec.name);
      expect((await engine.inspect(spec.name))?.status).toBe("running");
    });

    test("so is one another container publishes", async () => {
      const first = await harness.game();
      const second = await harness.spec({ ports: first.ports });
      await engine.createContainer(second);
      expect(await errorOf(engine.start(second.name))).toMatchObject({
        code: "port_in_use",
        extra: { hostPort: first.ports[0]?.hostPort },
      });
      await engine.remove(second.name);
      expect(await engine.removeNetworkIfUnused(second.networkName)).toBe(true);
    });
  });
}

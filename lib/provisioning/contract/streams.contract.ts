import { describe, expect, test } from "vitest";
import { sleep } from "@/lib/core/clock";
import { type EngineEvent, type LogLine, labels, type StatsSample } from "../engine";
import { collect, eventually, type Harness } from "./harness";

/** What flows out of containers: console, statistics, events; and what flows in. */
export function describeStreams(harness: Harness): void {
  const { engine } = harness;

  const numbered = (count: number) => `for (let i = 0; i < ${count}; i++) console.log('line', i);`;
  const texts = (lines: LogLine[]) => lines.map((line) => line.text);

  describe("logs", () => {
    test("history is the last lines, oldest first, of both outputs", async () => {
      const spec = await harness.started(await harness.script(`${numbered(300)} console.error('to stderr')`));
      await harness.ended(spec.name);
      const all = await engine.logs(spec.name, { tail: 1000 });
      expect(all).toHaveLength(301);
      // Each output keeps its own order; an engine reads the two pipes side by side, so their order to each other is its own.
      expect(texts(all.filter((line) => line.stream === "stdout"))).toEqual(
        Array.from({ length: 300 }, (_, index) => `line ${index}`),
      );
      expect(texts(all.filter((line) => line.stream === "stderr"))).toEqual(["to stderr"]);
      expect(Math.abs(Date.now() - (all[0]?.at.getTime() ?? 0))).toBeLessThan(30_000);
      expect(await engine.logs(spec.name, { tail: 3 })).toEqual(all.slice(-3));
      const middle = all.find((line) => line.text === "line 150");
      const since = await engine.logs(spec.name, { tail: 1000, since: middle?.at });
      expect(texts(since)).toContain("line 150");
      expect(since.length).toBeLessThanOrEqual(301);
    });

    test("following yields new lines only, and ends with the container", async () => {
      const spec = await harness.game();
      const following = collect(engine.followLogs(spec.name, {}));
      await sleep(200);
      await engine.writeStdin(spec.name, "say after");
      await harness.logged(spec.name, "after");
      await engine.stop(spec.name, 5);
      const lines = texts(await following);
      expect(lines[0]).toContain("[Server] after");
      expect(lines.at(-1)).toContain("All dimensions are saved");
    });

    test("going on after a cursor neither repeats nor loses a line", async () => {
      const total = 4000;
      const spec = await harness.started(
        await harness.script(`let i = 0; const t = setInterval(() => {
          for (let n = 0; n < 40; n++) console.log('line', i++);
          if (i >= ${total}) clearInterval(t);
        }, 3)`),
      );
      const seen: LogLine[] = [];
      let connections = 0;
      while (seen.length < total) {
        connections++;
        const after = seen.at(-1)?.cursor;
        const batch = 100 + connections * 150;
        for await (const line of engine.followLogs(spec.name, after ? { after } : { since: new Date(0) })) {
          seen.push(line);
          if (seen.length % batch === 0) break;
        }
      }
      expect(connections).toBeGreaterThan(3);
      expect(texts(seen)).toEqual(Array.from({ length: total }, (_, index) => `line ${index}`));
    });

    test("going on after a line that the engine no longer has says so, and only then", async () => {
      const code = `console.log('first'); console.log('second'); process.stdin.once('data', () => {
        for (let i = 0; i < 9000; i++) console.log('x'.repeat(2000), i); process.stdout.write('end\\n', () => process.exit()); });`;
      const spec = await harness.started(await harness.script(code));
      await harness.logged(spec.name, "second");
      const next = async (cursor: string | undefined) => {
        let gaps = 0;
        const onGap = () => gaps++;
        for await (const { text } of engine.followLogs(spec.name, { after: cursor, onGap })) return { gaps, text };
        return { gaps, text: null };
      };
      const [first] = await engine.logs(spec.name, { tail: 2 });
      expect(await next(first?.cursor)).toEqual({ gaps: 0, text: "second" });
      // The same for a single reading: the line itself is there as long as nothing between is lost.
      expect(texts(await engine.logs(spec.name, { tail: 10, after: first?.cursor }))).toEqual(["first", "second"]);
      expect(texts(await engine.logs(spec.name, { tail: 1, after: first?.cursor }))).toEqual(["second"]);
      await engine.writeStdin(spec.name, "go");
      await harness.ended(spec.name);
      expect(await next(first?.cursor)).toEqual({ gaps: 1, text: expect.stringMatching(/^x+ \d+$/) });
      const [, nextToLast, last] = await engine.logs(spec.name, { tail: 3 });
      expect(await next(nextToLast?.cursor)).toEqual({ gaps: 0, text: "end" });
      expect(await next(last?.cursor)).toEqual({ gaps: 0, text: null });
      // The cursor of an earlier container's log.
      expect((await next(new Date(Date.now() - 3_600_000).toISOString())).gaps).toBe(0);
    });

    test("a very long line arrives as one, cut; an unfinished last one arrives too", async () => {
      const code = "process.stdout.write('x'.repeat(70000) + '\\nshort\\nunfinished')";
      const spec = await harness.started(await harness.script(code));
      await harness.ended(spec.name);
      const lines = texts(await engine.logs(spec.name, { tail: 10 }));
      expect(lines.map((line) => line.length)).toEqual([8193, 5, 10]);
      expect(lines[0]?.endsWith("x…")).toBe(true);
      expect(lines[2]).toBe("unfinished");
    });

    test("an aborted follower ends quietly, at once", async () => {
      const spec = await harness.game();
      const abort = new AbortController();
      const following = collect(engine.followLogs(spec.name, { tail: 1, signal: abort.signal }));
      await sleep(150);
      const abortedAt = Date.now();
      abort.abort();
      expect(await following).toHaveLength(1);
      expect(Date.now() - abortedAt).toBeLessThan(100);
    });
  });

  describe("statistics", () => {
    test("are plausible, about one a second, and end with the container", async () => {
      const spec = await harness.started(
        await harness.script("const end = Date.now() + 60000; while (Date.now() < end);"),
      );
      const samples: StatsSample[] = [];
      const counters = engine.readStats(spec.name);
      const ended = (async () => {
        for await (const sample of engine.followStats(spec.name, {})) {
          samples.push(sample);
          if (samples.length === 3) void engine.kill(spec.name);
        }
      })();
      await ended;
      expect(samples.length).toBeGreaterThanOrEqual(3);
      expect(await counters).toMatchObject({ cpuNanoseconds: expect.any(Number), memoryBytes: expect.any(Number) });
      for (const sample of samples.slice(0, 3)) {
        expect(sample.cpuPercent).toBeGreaterThan(20);
        expect(sample.cpuPercent).toBeLessThan(140);
        expect(sample.memoryBytes).toBeGreaterThan(3e6);
        expect(sample.memoryBytes).toBeLessThan(sample.memoryLimitBytes);
        expect(sample.memoryLimitBytes).toBe(spec.memoryMb * 1024 * 1024);
        expect(sample.pids).toBeGreaterThan(0);
      }
      const gap = (samples[2]?.at.getTime() ?? 0) - (samples[1]?.at.getTime() ?? 0);
      expect(gap).toBeGreaterThan(500);
      expect(gap).toBeLessThan(2500);
    });

    test("of a container that does not run are none", async () => {
      const spec = await harness.spec();
      await engine.createContainer(spec);
      expect(await collect(engine.followStats(spec.name, {}))).toEqual([]);
      expect(await engine.readStats(spec.name)).toBeNull();
      expect(await engine.readStats("no-such-container")).toBeNull();
    });
  });

  describe("standard input", () => {
    test("one call is one command, whatever it contains", async () => {
      const spec = await harness.game();
      await engine.writeStdin(spec.name, "say one\nstop\r\nsay two");
      await harness.logged(spec.name, "[Server] one stop say two");
      for (let index = 0; index < 20; index++) await engine.writeStdin(spec.name, `say number ${index}`);
      await harness.logged(spec.name, "number 19");
      const lines = texts(await engine.logs(spec.name, { tail: 20 }));
      expect(lines.map((line) => line.replace(/.*number /, ""))).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
      expect((await engine.inspect(spec.name))?.status).toBe("running");
    });

    test("a stopped container refuses", async () => {
      const spec = await harness.spec();
      await engine.createContainer(spec);
      await expect(engine.writeStdin(spec.name, "help")).rejects.toMatchObject({ code: "container_not_running" });
    });
  });

  describe("events", () => {
    test("of our containers arrive within 20 ms, with labels and exit codes", async () => {
      const abort = new AbortController();
      const seen: { event: EngineEvent; delayMs: number }[] = [];
      let onOpen = () => {};
      const opened = new Promise<void>((resolve) => {
        onOpen = resolve;
      });
      const watching = (async () => {
        const mine = { [labels.resource]: "srv_events" };
        for await (const event of engine.events(mine, { signal: abort.signal, onOpen })) {
          seen.push({ event, delayMs: Date.now() - event.at.getTime() });
        }
      })();
      await opened;
      const spec = await harness.spec({ labels: harness.labels({ [labels.resource]: "srv_events" }) });
      await harness.game();
      await harness.started(spec);
      await harness.logged(spec.name, "Done (");
      await engine.writeStdin(spec.name, "crash");
      await harness.ended(spec.name);
      await engine.remove(spec.name);
      await eventually(async () => expect(seen.map(({ event }) => event.action)).toContain("destroy"));
      abort.abort();
      await watching;
      const actions = seen.map(({ event }) => event.action);
      expect(actions.filter((action) => /^(create|start|die|destroy)$/.test(action))).toEqual([
        "create",
        "start",
        "die",
        "destroy",
      ]);
      expect(seen.find(({ event }) => event.action === "die")?.event).toMatchObject({
        exitCode: 1,
        labels: { [labels.resource]: "srv_events", [labels.run]: "run_1" },
      });
      const delays = seen.map(({ delayMs }) => delayMs).sort((a, b) => a - b);
      expect(delays[Math.floor(delays.length / 2)]).toBeLessThanOrEqual(20);
    });

    test("missed ones can be asked for again", async () => {
      const before = new Date();
      const spec = await harness.game();
      const actions: string[] = [];
      for await (const event of engine.events({}, { since: before })) {
        actions.push(event.action);
        if (event.action === "start") break;
      }
      expect(actions).toEqual(expect.arrayContaining(["create", "start"]));
      expect((await engine.inspect(spec.name))?.status).toBe("running");
    });
  });
}

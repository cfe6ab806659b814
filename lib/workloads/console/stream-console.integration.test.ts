import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openConsole } from "@/lib/game-servers/console/open-console";
import { sendCommand } from "@/lib/game-servers/console/send-command";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { eventStream } from "@/lib/http/stream";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { EngineProxy } from "@/lib/testing/processes/engine-proxy";
import { until } from "@/lib/testing/until";
import { startWorkerKit, sweepEngine, untilStatus, type WorkerKit } from "@/lib/testing/worker-kit";
import type { ConsoleEvent } from "./console-batches";
import { parseCursor } from "./stream-console";

const proxy = new EngineProxy();
const viewers: Viewer[] = [];
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let id: string;

beforeAll(async () => {
  await proxy.open();
  environment = await openTestEnvironment({ DOCKER_HOST: proxy.dockerHost });
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  const nodeId = await makeNode(await freePortRange(10));
  owner = await makeUser();
  kit = await startWorkerKit({ watchNode: nodeId });
  ({ id } = await createServer(owner, { name: "World", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} }));
  await untilStatus(id, "online");
});
afterEach(async () => {
  await Promise.all(viewers.splice(0).map((viewer) => viewer.leave()));
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
  await proxy.cut();
});

/** Somebody who looks at the console. */
class Viewer {
  readonly events: ConsoleEvent[] = [];
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;

  private constructor(source: (signal: AbortSignal) => AsyncGenerator<ConsoleEvent[]>) {
    this.#done = this.#watch(source);
  }

  static async open(lastEventId: string | null = null): Promise<Viewer> {
    const viewer = new Viewer(await openConsole(owner, id, lastEventId));
    viewers.push(viewer);
    return viewer;
  }

  async #watch(source: (signal: AbortSignal) => AsyncGenerator<ConsoleEvent[]>): Promise<void> {
    for await (const batch of source(this.#abort.signal)) this.events.push(...batch);
  }

  leave(): Promise<void> {
    this.#abort.abort();
    return this.#done;
  }

  of(kind: ConsoleEvent["event"]): ConsoleEvent[] {
    return this.events.filter((item) => item.event === kind);
  }

  /** Texts of the lines that carry the marker, without what the game puts before them. */
  said(marker: string): string[] {
    const texts = this.of("line").map((item) => (item.data as { text: string }).text);
    return texts.flatMap((text) => new RegExp(`${marker}-\\d+`).exec(text)?.[0] ?? []);
  }

  lastId(): string {
    return this.of("line").at(-1)?.id ?? "";
  }
}

async function say(marker: string, from: number, to: number): Promise<string[]> {
  const expected: string[] = [];
  for (let i = from; i <= to; i++) {
    await sendCommand(owner, id, `say ${marker}-${i}`);
    expected.push(`${marker}-${i}`);
  }
  const sent = await sql().rows("SELECT 1 FROM audit_entry WHERE action = 'server.command_sent' AND target_id = $1", [
    id,
  ]);
  expect(sent.length).toBeGreaterThanOrEqual(expected.length);
  return expected;
}

describe("the console", () => {
  it("shows history first, then lines as they come, with state and stats", async () => {
    const history = await say("early", 1, 5);
    const viewer = await Viewer.open();
    await until("the history", async () => viewer.said("early").length === 5);
    const live = await say("live", 1, 5);
    await until("the live lines", async () => viewer.said("live").length === 5);
    expect(viewer.said("early")).toEqual(history);
    expect(viewer.said("live")).toEqual(live);
    const ids = viewer.of("line").map((item) => item.id ?? "");
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of ids) expect(one).toMatch(/^[\w:.-]{1,64}$/);
    await until("a sample", async () => viewer.of("stats").length >= 2);
    expect(viewer.of("stats")[0]?.data).toMatchObject({ memoryBytes: expect.any(Number), pids: expect.any(Number) });
    expect(viewer.of("status")[0]?.data).toMatchObject({ status: "online" });
  });

  it("goes on from the last event id without a loss or a repeat, also for what came in between", async () => {
    const first = await Viewer.open();
    const early = await say("gap", 1, 4);
    await until("the first lines", async () => first.said("gap").length === 4);
    await first.leave();
    const missed = await say("gap", 5, 8);
    const second = await Viewer.open(first.lastId());
    const late = await say("gap", 9, 10);
    await until("the rest", async () => second.said("gap").length >= 6);
    expect(first.said("gap")).toEqual(early);
    expect(second.said("gap")).toEqual([...missed, ...late]);
  });

  it("loses and repeats nothing in a flood that is cut again and again", async () => {
    const opening = await Viewer.open();
    await say("flood", 0, 0);
    await until("the first line", async () => opening.said("flood").length === 1);
    await opening.leave();
    const talking = say("flood", 1, 60);
    const seen: string[] = [];
    for (let lastId = opening.lastId(); seen.length < 60; ) {
      const viewer = await Viewer.open(lastId);
      await until("another line", async () => viewer.said("flood").length > 0, 10_000);
      await viewer.leave();
      seen.push(...viewer.said("flood"));
      lastId = viewer.lastId();
    }
    expect(seen).toEqual(await talking);
  });

  it("survives the container's stop and start and reports them", async () => {
    const viewer = await Viewer.open();
    await say("old", 1, 3);
    await until("the lines", async () => viewer.said("old").length === 3);
    const reported = (status: string) => viewer.of("status").some((item) => JSON.stringify(item.data).includes(status));
    await powerServer(owner, id, "stop");
    await until("offline", async () => reported("offline"));
    await powerServer(owner, id, "start");
    await untilStatus(id, "online");
    const fresh = await say("new", 1, 3);
    await until("lines of the new process", async () => viewer.said("new").length === 3);
    expect(viewer.said("new")).toEqual(fresh);
    expect(viewer.said("old")).toEqual(["old-1", "old-2", "old-3"]);
  });

  it("goes on when the engine was away", async () => {
    const viewer = await Viewer.open();
    await say("before", 1, 1);
    await until("a line", async () => viewer.said("before").length === 1);
    await proxy.cut();
    await proxy.open();
    const after = await say("after", 1, 3);
    await until("lines after the cut", async () => viewer.said("after").length === 3);
    expect(viewer.said("after")).toEqual(after);
    expect(viewer.said("before")).toEqual(["before-1"]);
  });

  it("takes a Last-Event-ID that is none for a new viewer", async () => {
    const viewer = await Viewer.open("0; rm -rf /");
    await until("the history", async () => viewer.of("line").length > 0);
    for (const wrong of ["", "1732160450123-1", "2026-11-21T03:40:50Z\n\ndata: x", "2026-11-21T03:40:50.1234567890Z"]) {
      expect(parseCursor(wrong)).toBeNull();
    }
    expect(parseCursor("2026-11-21T03:40:50.000000012Z")).toBe("2026-11-21T03:40:50.000000012Z");
  });

  it("ends when the viewer's role no longer allows it", async () => {
    let viewer = owner;
    const source = await openConsole(owner, id, null, async () => viewer);
    const reading = (async () => {
      for await (const _ of source(new AbortController().signal));
    })();
    viewer = { ...owner, role: "GUEST" };
    const startedAt = performance.now();
    await expect(reading).rejects.toMatchObject({ code: "forbidden" });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it("lets one caller hold 20 streams and no more, until one is closed", async () => {
    const open = async () =>
      eventStream(await openConsole(owner, id, null), new Request("http://panel/console"), "greedy").body;
    const bodies = await Promise.all(Array.from({ length: 20 }, open));
    await expect(open()).rejects.toMatchObject({ code: "too_many_streams" });
    await bodies.pop()?.cancel();
    bodies.push(await open());
    await Promise.all(bodies.map((body) => body?.cancel()));
  });

  it("closes what it opened when the viewer leaves", async () => {
    await until("idle connections to close", async () => proxy.connections <= 1, 15_000);
    const idle = proxy.connections;
    const controller = new AbortController();
    const request = new Request("http://panel/console", { signal: controller.signal });
    const reader = eventStream(await openConsole(owner, id, null), request, "viewer").body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toMatch(/^(id: [\w:.-]+\n)?event: (line|status|stats)\ndata: \{.*\}\n\n/);
    await until("streams to be open", async () => proxy.connections >= idle + 2);
    await reader?.cancel();
    await until("streams to close", async () => proxy.connections <= idle, 15_000);
    controller.abort();
  });
});

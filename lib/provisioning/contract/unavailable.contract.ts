import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContainerEngine, ContainerSpec } from "../engine";
import { codeOf, collect } from "./harness";

/** An engine that is gone, or hangs, ends every call with one of two codes and in bounded time. Needs no engine. */
export type UnavailableOptions = {
  /** An engine at that Unix socket, with every deadline at `deadlineMs`. */
  makeEngineAt: (socketPath: string, deadlineMs: number) => ContainerEngine;
};

const spec: ContainerSpec = {
  name: "none",
  hostname: "none",
  imageId: `sha256:${"0".repeat(64)}`,
  environment: {},
  labels: {},
  networkName: "none",
  ports: [],
  volumes: [{ name: "none", mountPath: "/data" }],
  memoryMb: 64,
  cpus: 1,
  pidsLimit: 10,
  readOnlyRoot: true,
  user: "1000:1000",
  stopSignal: "SIGTERM",
  stopTimeoutSeconds: 1,
  openStdin: false,
};

/** One call of every method; a method that is added without a line here does not compile. */
const calls: { [K in keyof ContainerEngine]: (engine: ContainerEngine) => Promise<unknown> } = {
  info: (engine) => engine.info(),
  ensureImage: (engine) => engine.ensureImage("none:1"),
  ensureNetwork: (engine) => engine.ensureNetwork("none", {}),
  isolate: (engine) => engine.isolate({ publishedPorts: [], allowed: [] }),
  pause: (engine) => engine.pause("none"),
  unpause: (engine) => engine.unpause("none"),
  machineDisk: (engine) => engine.machineDisk(),
  volumeUse: (engine) => engine.volumeUse(["none"]),
  proveIsolation: (engine) => engine.proveIsolation({ ports: [] }),
  endIsolation: (engine) => engine.endIsolation(),
  removeNetworkIfUnused: (engine) => engine.removeNetworkIfUnused("none"),
  ensureVolume: (engine) => engine.ensureVolume("none", {}),
  removeVolume: (engine) => engine.removeVolume("none"),
  limitKind: (engine) => engine.limitKind(),
  limitVolume: (engine) => engine.limitVolume("none", { megabytes: 1, files: 1 }),
  createContainer: (engine) => engine.createContainer(spec),
  start: (engine) => engine.start("none"),
  stop: (engine) => engine.stop("none", 0),
  kill: (engine) => engine.kill("none"),
  remove: (engine) => engine.remove("none"),
  updateLimits: (engine) => engine.updateLimits("none", { memoryMb: 64, cpus: 1 }),
  inspect: (engine) => engine.inspect("none"),
  list: (engine) => engine.list({}),
  listVolumes: (engine) => engine.listVolumes({}),
  listNetworks: (engine) => engine.listNetworks({}),
  runToCompletion: (engine) => engine.runToCompletion(spec),
  logs: (engine) => engine.logs("none", { tail: 1 }),
  followLogs: (engine) => collect(engine.followLogs("none", {})),
  followStats: (engine) => collect(engine.followStats("none", {})),
  readStats: (engine) => engine.readStats("none"),
  exec: (engine) => engine.exec("none", ["true"]),
  writeStdin: (engine) => engine.writeStdin("none", "help"),
  events: (engine) => collect(engine.events({}, {})),
};
const methods = Object.entries(calls);

export function describeUnavailable({ makeEngineAt }: UnavailableOptions): void {
  let directory = "";

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), "engine-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  describe("an engine that is gone", () => {
    test.each(methods)("%s says so", async (_, call) => {
      const engine = makeEngineAt(path.join(directory, "absent.sock"), 2000);
      expect(await codeOf(call(engine))).toBe("engine_unavailable");
    });

    test("one that dies in the middle of a stream is noticed", async () => {
      const server = await answering(path.join(directory, "engine.sock"), (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
        setTimeout(() => socket.destroy(), 50);
      });
      const engine = makeEngineAt(path.join(directory, "engine.sock"), 2000);
      expect(await codeOf(collect(engine.events({}, {})))).toBe("engine_unavailable");
      server.close();
    });

    test("one that ends the event stream properly is going down too", async () => {
      const server = await answering(path.join(directory, "engine.sock"), (socket) => {
        socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
      });
      const engine = makeEngineAt(path.join(directory, "engine.sock"), 2000);
      expect(await codeOf(collect(engine.events({}, {})))).toBe("engine_unavailable");
      server.close();
    });
  });

  describe("an engine that never answers", () => {
    const deadlineMs = 150;
    let server: Server;
    let sockets: Set<Socket>;

    beforeEach(async () => {
      sockets = new Set();
      server = await answering(path.join(directory, "hung.sock"), () => {}, sockets);
    });
    afterEach(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });

    test.each(methods)("%s gives up at its deadline", async (name, call) => {
      const engine = makeEngineAt(path.join(directory, "hung.sock"), deadlineMs);
      const startedAt = Date.now();
      const expected = { info: "engine_unavailable", ensureImage: "engine_timeout" }[name] ?? "engine_timeout";
      expect(await codeOf(call(engine))).toBe(expected);
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(deadlineMs - 5);
      // Some make a second call to leave nothing behind.
      expect(Date.now() - startedAt).toBeLessThan(deadlineMs * 4 + 500);
    });

    test.each(methods)("%s ends at once when the caller gives up", async (name, call) => {
      if (name === "runToCompletion") return;
      const engine = makeEngineAt(path.join(directory, "hung.sock"), 60_000);
      const abort = new AbortController();
      const outcome = call(withSignal(engine, abort.signal)).then(
        () => "ended",
        () => "ended",
      );
      setTimeout(() => abort.abort(new Error("enough")), 50);
      const patience = new Promise((resolve) => setTimeout(() => resolve("still waiting"), 1500));
      expect(await Promise.race([outcome, patience])).toBe("ended");
    });

    test("no connection stays open", async () => {
      const engine = makeEngineAt(path.join(directory, "hung.sock"), deadlineMs);
      await Promise.all(Array.from({ length: 10 }, () => engine.list({}).catch(() => {})));
      await expect.poll(() => sockets.size, { timeout: 2000 }).toBe(0);
    });
  });
}

/** The same engine, every call of which carries the signal. */
function withSignal(engine: ContainerEngine, signal: AbortSignal): ContainerEngine {
  const optionsAt: Partial<Record<keyof ContainerEngine, number>> = {
    info: 0,
    limitKind: 0,
    limitVolume: 2,
    endIsolation: 0,
    machineDisk: 0,
    ensureNetwork: 2,
    ensureVolume: 2,
    stop: 2,
    updateLimits: 2,
    exec: 2,
    writeStdin: 2,
  };
  return new Proxy(engine, {
    get(target, name: keyof ContainerEngine) {
      return (...args: unknown[]) => {
        const at = optionsAt[name] ?? 1;
        args[at] = { ...(args[at] as object), signal };
        return Reflect.apply(target[name], target, args);
      };
    },
  });
}

async function answering(
  socketPath: string,
  answer: (socket: Socket) => void,
  open = new Set<Socket>(),
): Promise<Server> {
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return server;
}

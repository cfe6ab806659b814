import type { Readable } from "node:stream";
import Docker from "dockerode";
import { provisioningErrors } from "../errors";
import { translateDockerError } from "./translate-errors";

/**
 * One engine's address, and the only place that talks to it. Every request carries a deadline and the caller's signal,
 * and every failure is thrown as an `AppError`; the modules beside this one only define requests.
 */
export type DockerAddress = {
  /** `unix:///path`, `tcp://host:port`; with `tls` the latter speaks TLS with a client certificate. */
  dockerHost: string;
  tls?: { ca: string | Buffer; cert: string | Buffer; key: string | Buffer };
};

export type Deadlines = {
  infoMs: number;
  callMs: number;
  /** Added to a stop's own timeout. */
  stopGraceMs: number;
  /** A pull fails when the engine reports no progress for this long. */
  pullIdleMs: number;
};

export const defaultDeadlines: Deadlines = { infoMs: 3000, callMs: 30_000, stopGraceMs: 15_000, pullIdleMs: 60_000 };

type Work<T> = (docker: Docker) => Promise<T>;
type CallLimits = { signal?: AbortSignal; timeoutMs?: number };

function makeClient(address: DockerAddress): Docker {
  const { dockerHost, tls } = address;
  // Every option is set, also to undefined: docker-modem fills gaps from the process's DOCKER_* variables.
  const unset = { host: undefined, port: undefined, username: undefined, timeout: undefined, version: undefined };
  if (dockerHost.startsWith("unix://")) {
    return new Docker({ ...unset, protocol: "http", socketPath: dockerHost.slice("unix://".length) });
  }
  const url = new URL(dockerHost);
  const protocol = tls || url.protocol === "https:" ? "https" : "http";
  return new Docker({
    ...unset,
    socketPath: undefined,
    protocol,
    host: url.hostname,
    port: url.port || (protocol === "https" ? "2376" : "2375"),
    ...tls,
  });
}

/** The same client, whose every request ends when `signal` aborts. */
function bindSignal(docker: Docker, signal: AbortSignal): Docker {
  const shared = docker.modem;
  const modem: typeof shared = Object.create(shared);
  modem.dial = (options, callback) => shared.dial.call(modem, { ...options, abortSignal: signal }, callback);
  const bound: Docker = Object.create(docker);
  bound.modem = modem;
  return bound;
}

export class DockerConnection {
  readonly deadlines: Deadlines;
  readonly #docker: Docker;

  constructor(address: DockerAddress, deadlines: Partial<Deadlines> = {}) {
    this.#docker = makeClient(address);
    this.deadlines = { ...defaultDeadlines, ...deadlines };
  }

  /** Runs `work` within a deadline (30 s by default); `engine_timeout` when it passes, the signal's reason on abort. */
  async call<T>(work: Work<T>, limits: CallLimits = {}): Promise<T> {
    return this.#race(work, new AbortController(), limits);
  }

  /** Like {@link call} for a stream: the deadline covers its opening, the signal its whole life. */
  async open(work: Work<NodeJS.ReadableStream>, limits: CallLimits = {}): Promise<Readable> {
    const controller = new AbortController();
    const stream = (await this.#race(work, controller, limits)) as Readable;
    const { signal } = limits;
    if (!signal) return stream;
    const onAbort = () => stream.destroy(new Error("aborted by the caller"));
    // Without a listener an abort between two reads would be an uncaught exception.
    stream.on("error", () => {});
    stream.once("close", () => signal.removeEventListener("abort", onAbort));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    return stream;
  }

  /**
   * The bytes of a long-lived answer. Aborting the signal ends it quietly, a lost connection throws
   * `engine_unavailable`, and leaving the loop closes it. `onOpen` is called when Docker has accepted the request.
   */
  async *stream(
    work: Work<NodeJS.ReadableStream>,
    options: { signal?: AbortSignal; onOpen?: () => void } = {},
  ): AsyncGenerator<Buffer> {
    const { signal, onOpen } = options;
    let stream: Readable | undefined;
    try {
      stream = await this.open(work, { signal });
      onOpen?.();
      for await (const chunk of stream) yield chunk;
    } catch (error) {
      if (signal?.aborted) return;
      throw translateDockerError(error);
    } finally {
      stream?.destroy();
    }
  }

  async #race<T>(work: Work<T>, controller: AbortController, limits: CallLimits): Promise<T> {
    const { signal, timeoutMs = this.deadlines.callMs } = limits;
    signal?.throwIfAborted();
    let stop: (reason: unknown) => void = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = (reason) => {
        reject(reason);
        controller.abort(reason);
      };
    });
    const onAbort = () => stop(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(
      () => stop(provisioningErrors.engine_timeout({ detail: `No answer within ${timeoutMs} ms.` })),
      timeoutMs,
    );
    try {
      return await Promise.race([work(bindSignal(this.#docker, controller.signal)).catch(rethrowTranslated), stopped]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }
}

function rethrowTranslated(error: unknown): never {
  throw translateDockerError(error);
}

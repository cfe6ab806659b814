import type { Actor } from "@/lib/access/actor";
import { sleep } from "@/lib/core/clock";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import type { ContainerEngine, LogLine } from "@/lib/provisioning/engine";
import { objectNames } from "./container-spec";
import { findServer, type LoadedServer, loadServer } from "./load-server";
import { engineOfServer } from "./server-engine";

export type ConsoleEvent = { event: "line" | "status" | "stats"; id?: string; data: unknown };

const historyLines = 300;
const reattachMs = 1_000;

/** Where a viewer left off: milliseconds of the last line, and how many lines of that millisecond were seen. */
export type ConsolePosition = { atMs: number; seen: number };

export function parsePosition(lastEventId: string | null): ConsolePosition | null {
  const match = /^(\d{12,15})-(\d{1,6})$/.exec(lastEventId ?? "");
  return match ? { atMs: Number(match[1]), seen: Number(match[2]) } : null;
}

/** Numbers lines within their millisecond, so that a resumed stream can leave out exactly what was seen. */
export class PositionCounter {
  #position: ConsolePosition;
  readonly #from: ConsolePosition | null;

  constructor(from: ConsolePosition | null) {
    this.#from = from;
    this.#position = { atMs: 0, seen: 0 };
  }

  get current(): ConsolePosition | null {
    return this.#position.atMs === 0 ? this.#from : this.#position;
  }

  /** The line's id, or null when the viewer has it already. */
  next(line: LogLine): string | null {
    const atMs = line.at.getTime();
    const seen = atMs === this.#position.atMs ? this.#position.seen + 1 : 1;
    this.#position = { atMs, seen };
    const from = this.#from;
    if (from && (atMs < from.atMs || (atMs === from.atMs && seen <= from.seen))) return null;
    return `${atMs}-${seen}`;
  }
}

/**
 * The server's console: history first, then lines as they come, state changes and about one stats sample a second.
 * Survives restarts of the container: it attaches again when there is one. Authorised when opened; ends when the signal
 * aborts or the server is gone.
 */
export async function openConsole(
  actor: Actor,
  id: string,
  lastEventId: string | null,
): Promise<(signal: AbortSignal) => AsyncGenerator<ConsoleEvent>> {
  const server = await loadServer(actor, id, "server.console");
  const engine = await engineOfServer(server);
  return (signal) => merge(signal, [
    (inner) => lines(engine, server, parsePosition(lastEventId), inner),
    (inner) => stats(engine, server, inner),
    (inner) => statuses(server, inner),
  ]);
}

async function* lines(
  engine: ContainerEngine,
  server: LoadedServer,
  from: ConsolePosition | null,
  signal: AbortSignal,
): AsyncGenerator<ConsoleEvent> {
  const name = objectNames.container(server.id);
  let position = from;
  while (!signal.aborted) {
    const counter = new PositionCounter(position);
    try {
      const options = position ? { since: new Date(position.atMs), signal } : { tail: historyLines, signal };
      for await (const line of engine.followLogs(name, options)) {
        const id = counter.next(line);
        const data = { at: line.at.toISOString(), stream: line.stream, text: line.text };
        if (id !== null) yield { event: "line", id, data };
      }
    } catch {
      // No container yet, or the engine is away: the state events tell; here we only try again.
    }
    position = counter.current;
    await pause(reattachMs, signal);
  }
}

async function* stats(engine: ContainerEngine, server: LoadedServer, signal: AbortSignal): AsyncGenerator<ConsoleEvent> {
  const name = objectNames.container(server.id);
  while (!signal.aborted) {
    try {
      for await (const sample of engine.followStats(name, { signal })) {
        yield { event: "stats", data: { ...sample, at: sample.at.toISOString() } };
      }
    } catch {
      // As above.
    }
    await pause(2 * reattachMs, signal);
  }
}

async function* statuses(server: LoadedServer, signal: AbortSignal): AsyncGenerator<ConsoleEvent> {
  let last = "";
  while (!signal.aborted) {
    const current = await findServer(sql(), server.id);
    if (!current) throw coreErrors.not_found();
    if (current.status !== last) {
      last = current.status;
      yield { event: "status", data: { status: last, at: new Date().toISOString() } };
    }
    await pause(2_000, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, signal).catch(() => {});
}

/** Events of several generators as they come; ends all of them when one throws or the consumer stops. */
async function* merge(
  outer: AbortSignal,
  sources: ((signal: AbortSignal) => AsyncGenerator<ConsoleEvent>)[],
): AsyncGenerator<ConsoleEvent> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const generators = sources.map((source) => source(signal));
  const take = (index: number) =>
    (generators[index] as AsyncGenerator<ConsoleEvent>).next().then((result) => ({ index, result }));
  const pending = new Map(generators.map((_, index) => [index, take(index)]));
  try {
    while (pending.size > 0 && !outer.aborted) {
      const { index, result } = await Promise.race(pending.values());
      if (result.done) pending.delete(index);
      else {
        pending.set(index, take(index));
        yield result.value;
      }
    }
  } finally {
    stop.abort();
    for (const promise of pending.values()) promise.catch(() => {});
  }
}

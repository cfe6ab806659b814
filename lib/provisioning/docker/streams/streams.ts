import type Docker from "dockerode";
import { isAppError } from "@/lib/core/errors";
import type { CallOptions } from "../../call-options";
import type { EngineEvent, Labels, LogLine, StatsCounters, StatsSample } from "../../engine";
import { provisioningErrors } from "../../errors";
import type { DockerConnection } from "../connection";
import { toContainerStatus } from "../container-state";
import { labelFilter, onlyOurLabels } from "../ownership";
import { jsonLines } from "./json-lines";
import { LogDecoder, sinceCursor, sinceDate } from "./log-frames";
import { type RawStats, toCounters, toSample } from "./stats-sample";

/** Output streams of a running container. An aborted signal ends each of these quietly; a broken connection throws. */

type FollowOptions = CallOptions & { after?: string; onGap?: () => void; since?: Date; tail?: number };

export async function readLogs(
  connection: DockerConnection,
  name: string,
  options: CallOptions & { tail: number; since?: Date; after?: string },
): Promise<LogLine[]> {
  const query = { stdout: true, stderr: true, timestamps: true, ...followRange(options) };
  // Bounded by the rotation of the log driver, 10 MB.
  const body = await connection.call((docker) => docker.getContainer(name).logs(asLogQuery(query)), options);
  const decoder = new LogDecoder();
  return [...decoder.push(Buffer.from(body)), ...decoder.end()];
}

export async function* followLogs(
  connection: DockerConnection,
  name: string,
  options: FollowOptions,
): AsyncGenerator<LogLine> {
  const { after, onGap } = options;
  const last = after === undefined ? null : sinceCursor(after);
  const query = { follow: true as const, stdout: true, stderr: true, timestamps: true, ...followRange(options) };
  const chunks = connection.stream((docker) => docker.getContainer(name).logs(asLogQuery(query)), options);
  let isAtStart = last !== null;
  let isJoined = false;
  for await (const line of decoded(chunks)) {
    if (isAtStart) {
      // The last line is requested again: if it is returned, nothing after it was removed by rotation.
      if (sinceCursor(line.cursor) === last) {
        isJoined = true;
        continue;
      }
      isAtStart = false;
      if (!isJoined && onGap && !(await isMadeAfter(connection, name, Number(last)))) onGap();
    }
    yield line;
  }
}

async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<LogLine> {
  const decoder = new LogDecoder();
  for await (const chunk of chunks) yield* decoder.push(chunk);
  yield* decoder.end();
}

/** Whether the container was made after that moment, in seconds; false when the engine does not report it. */
async function isMadeAfter(connection: DockerConnection, name: string, seconds: number): Promise<boolean> {
  try {
    const info = await connection.call((docker) => docker.getContainer(name).inspect());
    return Number(sinceCursor(info.Created) ?? 0) > seconds;
  } catch {
    return false;
  }
}

function followRange(options: Pick<FollowOptions, "after" | "since" | "tail">): { since?: string; tail?: number } {
  const { after, since, tail } = options;
  const start = (after ? sinceCursor(after) : null) ?? (since ? sinceDate(since) : null);
  if (start) return tail === undefined ? { since: start } : { since: start, tail };
  return { tail: tail ?? 0 };
}

/**
 * The declared type wants `since` as a number, which cannot carry nanoseconds; Docker takes seconds with a fraction.
 */
function asLogQuery<T extends object>(query: T): T & { since?: undefined } {
  return query as T & { since?: undefined };
}

export async function* followStats(
  connection: DockerConnection,
  name: string,
  options: CallOptions,
): AsyncGenerator<StatsSample> {
  const { signal } = options;
  const chunks = connection.stream((docker) => docker.getContainer(name).stats({ stream: true }), { signal });
  let first = true;
  for await (const raw of jsonLines(chunks)) {
    const sample = toSample(raw as RawStats);
    if (sample) yield sample;
    // Docker keeps sending empty readings for a container that is not running.
    else if (!first && !(await isRunning(connection, name, signal))) return;
    first = false;
  }
}

/** One reading; Docker answers at once since it is not asked for the one of a second before. */
export async function readStats(
  connection: DockerConnection,
  name: string,
  options: CallOptions = {},
): Promise<StatsCounters | null> {
  const query = { stream: false, "one-shot": true } as const;
  try {
    return toCounters(await connection.call((docker) => docker.getContainer(name).stats(query), options));
  } catch (error) {
    if (isAppError(error) && error.code === "container_not_found") return null;
    throw error;
  }
}

async function isRunning(connection: DockerConnection, name: string, signal?: AbortSignal): Promise<boolean> {
  try {
    const info = await connection.call((docker) => docker.getContainer(name).inspect(), { signal });
    return toContainerStatus(info.State.Status) === "running";
  } catch {
    return false;
  }
}

export async function* engineEvents(
  connection: DockerConnection,
  labels: Labels,
  installationId: string,
  options: CallOptions & { since?: Date; onOpen?: () => void },
): AsyncGenerator<EngineEvent> {
  const filters = { type: ["container"], ...labelFilter(labels, installationId) };
  const since = options.since ? { since: sinceDate(options.since) } : {};
  const query = { filters, ...since } as Docker.GetEventsOptions;
  const chunks = connection.stream((docker) => docker.getEvents(query), options);
  for await (const raw of jsonLines(chunks)) {
    const event = toEvent(raw);
    if (event) yield event;
  }
  // Docker never ends this stream: its end means that the engine stops.
  if (!options.signal?.aborted) throw provisioningErrors.engine_unavailable();
}

export function toEvent(raw: Record<string, unknown>): EngineEvent | null {
  const { Type, Action, Actor, timeNano } = raw;
  if (Type !== "container" || typeof Action !== "string" || typeof timeNano !== "number") return null;
  const { ID, Attributes } = (Actor ?? {}) as { ID?: string; Attributes?: Labels };
  const exitCode = Number.parseInt(Attributes?.exitCode ?? "", 10);
  return {
    at: new Date(Math.floor(timeNano / 1e6)),
    kind: "container",
    action: Action,
    containerId: ID ?? "",
    labels: onlyOurLabels(Attributes ?? {}),
    exitCode: Number.isNaN(exitCode) ? null : exitCode,
  };
}

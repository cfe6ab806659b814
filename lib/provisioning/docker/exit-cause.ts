import type Docker from "dockerode";
import type { CallOptions } from "../call-options";
import type { ContainerState } from "../engine";
import type { DockerConnection } from "./connection";
import { jsonLines } from "./streams/json-lines";
import { sinceDate } from "./streams/log-frames";

/**
 * Why a container ended. Docker's `OOMKilled` says that the kernel killed some process of the container at some time of
 * its life: a helper that died an hour ago did not cause this exit. The engine's events contain the time.
 */
export type EndEvents = {
  /** Kills for memory in the time before the end. */
  outOfMemory: boolean;
  /** The end itself is among the events; false: the engine no longer has events of that time. */
  seen: boolean;
};

/** A game ends within this time after its helper was killed for memory, if that is the cause. */
const windowMs = 5_000;
/** Docker records the end, and a kill for memory, shortly after it happened. */
const lateMs = 600;
/** So soon after its end a container may not carry the mark yet. */
const freshMs = 500;
const killed = 137;

/** Pure; `events` is null when they could not be read. */
export function endedForMemory(exitCode: number | null, events: EndEvents | null): boolean {
  if (exitCode === 0) return false;
  if (events?.seen) return events.outOfMemory;
  return exitCode === killed;
}

/** The state with `outOfMemory` judged by this end; only an end that may be one for memory costs a call. */
export async function judgeEnd(
  connection: DockerConnection,
  state: ContainerState,
  options: CallOptions,
): Promise<ContainerState> {
  const { exitCode, finishedAt, containerId } = state;
  if (exitCode === null || finishedAt === null) return { ...state, outOfMemory: false };
  if (!state.outOfMemory) return { ...state, outOfMemory: await isMarkedLate(connection, state, finishedAt, options) };
  const events = exitCode === 0 ? null : await readEvents(connection, containerId, finishedAt, options);
  return { ...state, outOfMemory: endedForMemory(exitCode, events) };
}

/** Docker learns of a kill for memory on another way than of the end, so the end may be known first. */
async function isMarkedLate(
  connection: DockerConnection,
  { exitCode, containerId }: ContainerState,
  finishedAt: Date,
  options: CallOptions,
): Promise<boolean> {
  if (exitCode !== killed || Date.now() - finishedAt.getTime() > freshMs) return false;
  // Answers when `lateMs` have passed, by the engine's clock.
  const events = await readEvents(connection, containerId, finishedAt, options);
  return events?.outOfMemory ?? false;
}

async function readEvents(
  connection: DockerConnection,
  containerId: string,
  finishedAt: Date,
  options: CallOptions,
): Promise<EndEvents | null> {
  const query = {
    since: sinceDate(new Date(finishedAt.getTime() - windowMs)),
    until: sinceDate(new Date(finishedAt.getTime() + lateMs)),
    filters: { type: ["container"], container: [containerId], event: ["oom", "die"] },
  };
  try {
    const stream = await connection.open(
      (docker) => docker.getEvents(query as unknown as Docker.GetEventsOptions),
      options,
    );
    const actions = new Set<unknown>();
    for await (const event of jsonLines(stream)) actions.add(event.Action);
    return { outOfMemory: actions.has("oom"), seen: actions.has("die") };
  } catch {
    options.signal?.throwIfAborted();
    return null;
  }
}

import type { Logger } from "@/lib/core/log";
import type { CallOptions } from "../../call-options";
import type { ContainerSpec, LogLine } from "../../engine";
import type { DockerConnection } from "../connection";
import type { Containers } from "../containers";
import { followLogs, readLogs } from "./streams";

const keptLines = 50;

export type CompletionResult = { exitCode: number; outOfMemory: boolean; lastLines: string[] };

/**
 * Runs a container to its end and removes it, whatever happens in between. A retry after a crash adopts the container
 * of the same run: it keeps waiting, or reads the result of one that has ended meanwhile.
 */
export async function runToCompletion(
  connection: DockerConnection,
  containers: Containers,
  spec: ContainerSpec,
  options: CallOptions & { onLine?: (line: LogLine) => void; logger?: Logger } = {},
): Promise<CompletionResult> {
  const { signal, onLine, logger } = options;
  signal?.throwIfAborted();
  try {
    // Without the signal: the engine goes on with a create that is given up, and would make the container after the removal.
    await containers.create(spec);
    signal?.throwIfAborted();
    const before = await containers.inspect(spec.name, { signal });
    if (before?.status === "created") await containers.start(spec.name, { signal });
    const stopFollowing = new AbortController();
    const following = onLine ? forward(connection, spec.name, onLine, stopFollowing.signal) : Promise.resolve();
    try {
      const state = await containers.waitForExit(spec.name, { signal });
      await following;
      const lines = await readLogs(connection, spec.name, { tail: keptLines, signal });
      return {
        exitCode: state.exitCode ?? -1,
        outOfMemory: state.outOfMemory,
        lastLines: lines.map((line) => line.text),
      };
    } finally {
      stopFollowing.abort();
      await following.catch(() => {});
    }
  } finally {
    // Without the caller's signal, since an aborted run is removed too; and without hiding what went wrong before.
    await containers
      .remove(spec.name)
      .catch((error: unknown) => logger?.warn({ err: error, container: spec.name }, "not removed"));
  }
}

async function forward(
  connection: DockerConnection,
  name: string,
  onLine: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const line of followLogs(connection, name, { signal, since: new Date(0) })) onLine(line);
}

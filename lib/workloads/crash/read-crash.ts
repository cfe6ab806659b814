import type { ContainerEngine, ContainerState } from "@/lib/provisioning/engine";
import type { CrashFacts } from "../contract";

const keptLines = 30;
const longestLine = 500;

/** How a program ended, with the last lines of its log; no lines where the engine does not give them. */
export async function readCrash(engine: ContainerEngine, state: ContainerState): Promise<CrashFacts> {
  const lines = await engine.logs(state.name, { tail: keptLines }).catch(() => []);
  return {
    at: (state.finishedAt ?? new Date()).toISOString(),
    exitCode: state.exitCode,
    outOfMemory: state.outOfMemory,
    lines: lines.map(({ text }) => text.slice(0, longestLine)),
  };
}

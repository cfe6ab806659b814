import { sleep } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { portsOf } from "@/lib/nodes/ports/ports";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { objectNames } from "../container-spec";
import type { CrashFacts } from "../contract";
import { readCrash } from "../crash/read-crash";
import type { Workload } from "../load-workload";
import type { RunContext, WorkloadSpec } from "../workload-definition";
import { askIfReady, needsPort } from "./readiness-registry";

const firstPauseMs = 40;
const longestPauseMs = 1000;
const probeTimeoutMs = 3_000;

/**
 * Resolves with a text for the timeline when the workload is ready, as its spec determines it. Rejects with
 * `container_exited` or `container_out_of_memory` and the last lines when the program ends meanwhile,
 * `not_ready_in_time` at the spec's deadline.
 */
export async function waitUntilReady(
  context: RunContext,
  signal: AbortSignal,
  progress: (fraction: number | null, message: string) => void,
): Promise<string> {
  const { spec, engine, definition } = context;
  const { readiness } = spec;
  const address = await addressOf(context);
  const container = objectNames.container(context.workload.id);
  const startedAt = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    try {
      const answer = await askIfReady(readiness, { address, engine, container, timeoutMs: probeTimeoutMs, signal });
      if (answer !== null) return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (!isAppError(error)) throw error;
    }
    await assertRunning(context, signal);
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > readiness.timeoutMs) {
      const detail = `It did not answer within ${Math.round(readiness.timeoutMs / 1000)} s.`;
      throw provisioningErrors.not_ready_in_time({ detail });
    }
    if (pauseMs >= longestPauseMs)
      progress(null, `Waiting for the ${definition.program}, ${Math.round(waitedMs / 1000)} s`);
    await sleep(pauseMs, signal);
  }
}

async function addressOf({
  spec,
  workload,
  definition,
  node,
}: RunContext): Promise<{ host: string; port: number } | null> {
  const held = readinessPort(spec, await portsOf(sql(), workload.id));
  if (held)
    return { host: dialAddress(held.bindAddress, held.publicAddress, node.dockerHost === null), port: held.port };
  if (!needsPort(spec.readiness)) return null;
  throw provisioningErrors.not_ready_in_time({ detail: `The ${definition.noun} has no port.` });
}

/** The held port that the spec names for it, or its first TCP port: the order of the names does not matter. */
export function readinessPort<P extends { name: string; protocol: string }>(
  { ports, readiness }: Pick<WorkloadSpec, "ports" | "readiness">,
  held: readonly P[],
): P | undefined {
  const named = "port" in readiness ? readiness.port : undefined;
  const name = named ?? ports.find((port) => port.protocol === "tcp")?.name;
  return held.find((port) => port.name === name && port.protocol === "tcp");
}

/** On this machine a wildcard address is reached over loopback; elsewhere the address for clients is used. */
export function dialAddress(bindAddress: string, publicAddress: string, local: boolean): string {
  if (!local) return publicAddress;
  if (bindAddress === "0.0.0.0") return "127.0.0.1";
  return bindAddress === "::" ? "::1" : bindAddress;
}

async function assertRunning({ engine, workload }: RunContext, signal: AbortSignal): Promise<void> {
  const state = await engine.inspect(objectNames.container(workload.id), { signal });
  if (state?.status === "running") return;
  if (!state) throw provisioningErrors.container_not_found();
  const crash = await readCrash(engine, state);
  await sql().prisma.workload.updateMany({ where: { id: workload.id }, data: { crash } });
  throw exitError(workload, crash);
}

/** The part of the log that a message carries. */
const messageLines = 8;

/** Why a program that should run does not: out of memory, or its exit code and last lines. */
export function exitError(
  { memoryMb }: Pick<Workload, "memoryMb">,
  { outOfMemory, exitCode, lines }: CrashFacts,
  phase: "starting" | "online" = "starting",
): Error {
  if (outOfMemory) {
    const detail = `Its limit is ${memoryMb} MB. Give it more memory, then start it again.`;
    return provisioningErrors.container_out_of_memory({ detail });
  }
  const text = lines.slice(-messageLines).join("\n");
  const ended = phase === "online" ? provisioningErrors.game_crashed : provisioningErrors.container_exited;
  return ended({ detail: `It ended with code ${exitCode}. Last lines:\n${text}`.trim() });
}

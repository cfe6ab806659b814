import { sleep } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { portsOf } from "@/lib/nodes/ports";
import type { ContainerState } from "@/lib/provisioning/engine";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { type MinecraftStatus, pingMinecraft } from "@/lib/provisioning/protocols/minecraft-status";
import { objectNames } from "../container-spec";
import type { TemplateSpec } from "../contract";
import type { RunContext } from "./context";

const firstPauseMs = 40;
const longestPauseMs = 1000;

/**
 * Resolves when the game answers a list ping on its published port. Rejects with `container_exited` or
 * `container_out_of_memory` and the last lines when the game ends meanwhile, `not_ready_in_time` at the template's
 * deadline.
 */
export async function waitUntilReady(
  context: RunContext,
  signal: AbortSignal,
  progress: (fraction: number | null, message: string) => void,
): Promise<MinecraftStatus> {
  const game = readinessPort(context.template.spec, await portsOf(sql(), context.server.id));
  if (!game) throw provisioningErrors.not_ready_in_time({ detail: "The server has no port." });
  const host = dialAddress(game.bindAddress, game.publicAddress, context.node.dockerHost === null);
  const { timeoutMs } = context.template.spec.readiness;
  const startedAt = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    try {
      return await pingMinecraft({ host, port: game.port, timeoutMs: 3_000, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!isAppError(error)) throw error;
    }
    await assertRunning(context, signal);
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > timeoutMs) {
      throw provisioningErrors.not_ready_in_time({
        detail: `It did not answer within ${Math.round(timeoutMs / 1000)} s.`,
      });
    }
    if (pauseMs >= longestPauseMs) progress(null, `Waiting for the game, ${Math.round(waitedMs / 1000)} s`);
    await sleep(pauseMs, signal);
  }
}

/** The held port that the template names for it, or its first TCP port: the order of the names does not matter. */
export function readinessPort<P extends { name: string; protocol: string }>(
  { ports, readiness }: Pick<TemplateSpec, "ports" | "readiness">,
  held: readonly P[],
): P | undefined {
  const name = readiness.port ?? ports.find((port) => port.protocol === "tcp")?.name;
  return held.find((port) => port.name === name && port.protocol === "tcp");
}

/** On this machine a wildcard address is reached over loopback; elsewhere the address for players is used. */
export function dialAddress(bindAddress: string, publicAddress: string, local: boolean): string {
  if (!local) return publicAddress;
  if (bindAddress === "0.0.0.0") return "127.0.0.1";
  return bindAddress === "::" ? "::1" : bindAddress;
}

async function assertRunning(context: RunContext, signal: AbortSignal): Promise<void> {
  const name = objectNames.container(context.server.id);
  const state = await context.engine.inspect(name, { signal });
  if (state?.status === "running") return;
  throw await exitError(context, state);
}

/** Why a game that should run does not: out of memory, or its exit code and last lines. */
export async function exitError(
  context: Pick<RunContext, "engine" | "server">,
  state: ContainerState | null,
  phase: "starting" | "online" = "starting",
): Promise<Error> {
  if (!state) return provisioningErrors.container_not_found();
  if (state.outOfMemory) {
    return provisioningErrors.container_out_of_memory({
      detail: `Its limit is ${context.server.memoryMb} MB. Give it more memory, then start it again.`,
    });
  }
  const lines = await context.engine.logs(state.name, { tail: 8 }).catch(() => []);
  const text = lines.map((line) => line.text).join("\n");
  const ended = phase === "online" ? provisioningErrors.game_crashed : provisioningErrors.container_exited;
  return ended({
    detail: `It ended with code ${state.exitCode}. Last lines:\n${text}`.trim(),
  });
}

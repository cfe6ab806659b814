import { isAppError, messageOf } from "@/lib/core/errors";
import type { CallOptions } from "../call-options";
import type { DockerConnection } from "../docker/connection";
import { isOurs } from "../docker/ownership";
import { dockerMessage } from "../docker/translate-errors";
import { bridgePrefix, installationTag } from "./bridge-names";
import { firewallScript, removalScript } from "./firewall-script";
import type { HostResult, HostShell } from "./host-shell";
import type { FirewallTool, IsolationState, IsolationWish } from "./machine";

/**
 * Isolates customers' containers from the machine, link-local and private addresses. Repeat it: it sets missing rules.
 */
export async function isolate(
  deps: { connection: DockerConnection; shell: HostShell; installationId: string },
  wish: IsolationWish,
  options: CallOptions & { tool?: FirewallTool } = {},
): Promise<IsolationState> {
  const { connection, shell, installationId } = deps;
  const interfaces = [`${bridgePrefix(installationId)}+`, ...(await olderBridges(connection, installationId, options))];
  const commands = firewallScript(installationTag(installationId), { ...wish, interfaces }, options.tool);
  const { exitCode, output } = await attempt(shell, commands, options.signal);
  const [outcome, tool] = (output.trim().split("\n").at(-1) ?? "").split(" ");
  if (exitCode === 0 && (outcome === "set" || outcome === "kept") && tool) {
    return { state: "set", tool, changed: outcome === "set", reason: null, commands };
  }
  const reason = output.trim().slice(-500) || `The script ended with code ${exitCode}.`;
  return { state: "failed", tool: null, changed: false, reason, commands };
}

/**
 * An engine that allows no helper is handled like a machine that refuses; an unreachable one is an error, like
 * elsewhere.
 */
async function attempt(shell: HostShell, commands: string, signal: AbortSignal | undefined): Promise<HostResult> {
  try {
    return await shell.run(commands, { signal, changesNetwork: true });
  } catch (error) {
    signal?.throwIfAborted();
    const isUnreachable = isAppError(error) && (error.code === "engine_unavailable" || error.code === "engine_timeout");
    if (isUnreachable) throw error;
    return { exitCode: 1, output: isAppError(error) ? `${error.title}. ${dockerMessage(error)}` : messageOf(error) };
  }
}

/** Removes the rules of this installation from the machine. */
export async function endIsolation(shell: HostShell, installationId: string, options: CallOptions = {}): Promise<void> {
  await shell.run(removalScript(installationTag(installationId)), { signal: options.signal, changesNetwork: true });
}

/** Networks that were created before bridges had names of their own. */
async function olderBridges(
  connection: DockerConnection,
  installationId: string,
  options: CallOptions,
): Promise<string[]> {
  const networks = await connection.call((docker) => docker.listNetworks({ filters: { driver: ["bridge"] } }), options);
  const named = (network: (typeof networks)[number]) => network.Options?.["com.docker.network.bridge.name"];
  return networks
    .filter(
      (network) => isOurs(network.Labels, installationId) && !named(network)?.startsWith(bridgePrefix(installationId)),
    )
    .map((network) => named(network) ?? `br-${network.Id.slice(0, 12)}`)
    .sort();
}

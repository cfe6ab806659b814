/**
 * What a process shares with its supervisor (scripts/panel/supervisor.mjs): the descriptor of a port that is bound
 * already, and messages over the IPC channel.
 */

/** Where to listen: on the supervisor's descriptor, or, for a process that was started by hand, on a port of its own. */
export function listenTarget(
  port: number,
  host: string,
  variable: "LIGHTNODE_LISTEN_FD" | "LIGHTNODE_TLS_FD" | "LIGHTNODE_ACME_FD" = "LIGHTNODE_LISTEN_FD",
): { fd: number } | { port: number; host: string } {
  const descriptor = process.env[variable];
  return descriptor === undefined ? { port, host } : { fd: Number(descriptor) };
}

/** Reports that this process does its work, so that the one that it replaces can end. */
export function reportReady(): void {
  process.send?.({ type: "ready" });
}

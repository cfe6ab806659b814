/** The last call of each server. */
const turns = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after all earlier calls for this server: PowerDNS on sqlite answers two writes at once with "database is
 * locked". Other processes are not known here; their collisions are repeated.
 */
export function inTurn<T>(server: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const result = (turns.get(server) ?? Promise.resolve()).then(() => {
    signal.throwIfAborted();
    return work();
  });
  const settled = result.then(
    () => {},
    () => {},
  );
  turns.set(server, settled);
  void settled.then(() => {
    if (turns.get(server) === settled) turns.delete(server);
  });
  return result;
}

import { afterRetryAfterMs, backoffMs, pause } from "../retry";
import { messageOf } from "../stop";
import { Refusal } from "./panel-client";
import { Unreachable } from "./request";

/** Whether the same call may be answered otherwise later. A refusal of the content itself stays one. Pure. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  if (!(error instanceof Refusal)) return false;
  if (error.code === "executor_revoked") return false;
  return (
    error.status >= 500 ||
    [401, 403, 408, 425, 429].includes(error.status) ||
    // A page of a proxy or a portal in between; the panel itself may answer the next time.
    ["executor_key_unknown", "not_json"].includes(error.code)
  );
}

/** The time over which the fleet is to reconnect, as the panel last set it; one process is one executor. */
export const fleetReturn = { spreadMs: 1_000 };

/** The panel is unreachable for every executor: then the whole fleet retries at the same time. Pure. */
function isPanelUnreachable(error: unknown): boolean {
  if (error instanceof Unreachable) return error.code === "ECONNREFUSED";
  return error instanceof Refusal && [502, 503, 504].includes(error.status);
}

/**
 * How long to wait after a failed call; while the panel is unreachable a random time within the fleet's reconnect
 * spread.
 */
export function waitAfter(error: unknown, attempt: number, random: number): number {
  const asked = error instanceof Refusal ? error.retryAfterSeconds : null;
  const spread = isPanelUnreachable(error) ? random * fleetReturn.spreadMs : 0;
  return Math.max(asked === null ? 0 : afterRetryAfterMs(asked, random), backoffMs(attempt, random), spread);
}

/**
 * Tries until it works, is refused permanently (throws), or the signal ends (throws). `report` is called once for each new
 * reason.
 */
export async function persistently<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  report: (reason: string) => void,
): Promise<T> {
  let reported = "";
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      const reason = messageOf(error);
      if (reason !== reported) report(reason);
      reported = reason;
      await pause(waitAfter(error, attempt, Math.random()), signal);
    }
  }
}

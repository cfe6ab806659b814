import type { Answer } from "./post";

/**
 * What follows from an answer to a batch. Pure. `stop`: the panel itself says that the credentials are not valid any more,
 * and asking again is of no use. Another 401 or 403 may come from a proxy, or end by itself. `quarantine`: this batch will never be accepted; it is put aside, so that it does not stop those behind it.
 */
export type Verdict =
  | { kind: "stored"; watchSeconds: number }
  | { kind: "retry"; afterMs: number | null }
  | { kind: "quarantine"; reason: string }
  | { kind: "stop"; reason: string };

const notNow = new Set([401, 403, 408, 425, 429]);
const ended: readonly unknown[] = ["agent_token_invalid", "agent_copied"];

export function verdictOf({ status, body, retryAfterMs }: Answer): Verdict {
  const { watchSeconds, code, title } = (body ?? {}) as { watchSeconds?: unknown; code?: unknown; title?: unknown };
  if (status >= 200 && status < 300) {
    return { kind: "stored", watchSeconds: typeof watchSeconds === "number" ? Math.min(watchSeconds, 300) : 0 };
  }
  const reason = typeof title === "string" ? title : `the panel answered ${status}`;
  if (status < 500 && ended.includes(code)) return { kind: "stop", reason };
  // What is not the panel's own refusal comes from a proxy in between, such as a page of maintenance.
  const isRefusal = status >= 400 && status < 500 && typeof code === "string" && !notNow.has(status);
  return isRefusal ? { kind: "quarantine", reason } : { kind: "retry", afterMs: retryAfterMs };
}

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** A pause before attempt `attempt` (from 1): random up to twice the last limit, so that agents do not return together. Pure. */
export function pauseMs(attempt: number, random: number): number {
  return Math.max(firstPauseMs, random * Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 10)));
}

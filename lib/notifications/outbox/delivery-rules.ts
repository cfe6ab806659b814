import { backoffDelay } from "@/lib/core/retry";
import type { Notice } from "../channels/contract";

/** What became of one attempt. */
export type Outcome =
  | { result: "sent"; answer: string | null }
  /** There is no mail server. */
  | { result: "held" }
  /** Nobody to send to. */
  | { result: "dropped"; reason: string | null }
  /** Another delivery has its content: `mail` is one to the account, queued with this outcome. */
  | { result: "replaced"; reason: string; mail?: { userId: string; notice: Notice } }
  /** Not attempted yet: the channel's limit is reached. */
  | { result: "waits"; seconds: number }
  | { result: "failed"; error: string; isFinal: boolean; retryAfterSeconds: number | null };

const mailRetrySeconds = [30, 120, 600, 3600, 21_600];
const firstDelayMs = 5_000;
const longestDelayMs = 15 * 60_000;
const hourMs = 3_600_000;

/** How long a notice is tried. Quiet hours may have used up to a day of it before the first attempt. */
const giveUpMs = (isQuiet: boolean) => (isQuiet ? 48 : 24) * hourMs;

/**
 * Milliseconds until the next attempt of a mail, which a mail server tries again for days itself; null after six
 * attempts.
 */
export function nextMailAttemptMs(attempts: number): number | null {
  const seconds = mailRetrySeconds[attempts - 1];
  return seconds === undefined ? null : seconds * 1_000;
}

type Attempted = {
  attempts: number;
  ageMs: number;
  isQuiet: boolean;
  retryAfterSeconds: number | null;
  random?: number;
};

/**
 * Milliseconds until the next attempt of a notice: 5 s, doubled each time up to 15 min, with jitter, and never before
 * the receiver asked to be called again (RFC 9110, 10.2.3); null after 24 h.
 */
export function nextNoticeAttemptMs({ attempts, ageMs, isQuiet, retryAfterSeconds, random }: Attempted): number | null {
  const delay = backoffDelay(Math.min(attempts - 1, 20), firstDelayMs, longestDelayMs, random);
  const waits = Math.max(delay, (retryAfterSeconds ?? 0) * 1_000);
  return ageMs + waits > giveUpMs(isQuiet) ? null : waits;
}

/** Whether a status says that the same request can never succeed. */
export function isRefusal(status: number): boolean {
  return status >= 300 && status < 500 && status !== 408 && status !== 429;
}

/** Seconds of a Retry-After header, which is a number or a date; null without, or when it is in the past. */
export function retryAfterSeconds(header: string | null | undefined, nowMs: number): number | null {
  if (!header) return null;
  const seconds = /^\d{1,7}(\.\d+)?$/.test(header.trim())
    ? Math.ceil(Number(header))
    : Math.ceil((Date.parse(header) - nowMs) / 1_000);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

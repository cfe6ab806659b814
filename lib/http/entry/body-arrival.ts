import type { IncomingMessage } from "node:http";

/** More than any form of the panel, and less than Node buffers of an unread body. */
const mostBytes = 32 * 1024;
/** Pauses between two looks double up to this: most bodies are complete at the first or second. */
const longestPauseMs = 10;
const slowestMs = 10_000;

export type Arrival = "arrived" | "too_large" | "too_slow";

/**
 * Waits until the whole of a small body has arrived, without reading it. Only complete requests get a place in
 * the queue: slow clients (a byte a second) would otherwise occupy all of them.
 */
export async function bodyArrival(request: IncomingMessage, limitMs: number = slowestMs): Promise<Arrival> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return "too_large";
  // The parser goes on with what came in the same packet once this turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  const endMs = performance.now() + limitMs;
  for (let pauseMs = 1; !request.complete && !request.destroyed; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    if (request.readableLength > mostBytes) return "too_large";
    if (performance.now() > endMs) return "too_slow";
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return "arrived";
}

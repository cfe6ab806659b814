import type { IncomingMessage } from "node:http";

/** More than any form of ours, and less than Node keeps of a body that nobody reads. */
const mostBytes = 32 * 1024;
/** Pauses between two looks double up to this: most bodies are complete at the first or second. */
const longestPauseMs = 10;
const slowestMs = 10_000;

export type Arrival = "arrived" | "too_large" | "too_slow";

/**
 * Waits until the whole of a small body has arrived, without reading it. A place in a queue is given to requests that can
 * be worked on: clients that send a byte a second would otherwise hold them all.
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

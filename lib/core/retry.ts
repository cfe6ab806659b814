import { sleep } from "./clock";

export type RetryOptions = {
  attempts: number;
  /** First pause; doubles each time up to `maxDelayMs`. */
  delayMs: number;
  maxDelayMs?: number;
  /** Return false to stop at once. */
  retryIf?: (error: unknown) => boolean;
  signal?: AbortSignal;
};

/** Exponential back-off without jitter below 1 s, with up to 25 % jitter above. Pure apart from `random`. */
export function backoffDelay(attempt: number, delayMs: number, maxDelayMs: number, random = Math.random()): number {
  const base = Math.min(delayMs * 2 ** attempt, maxDelayMs);
  return base < 1000 ? base : Math.round(base * (1 - 0.25 * random));
}

/** Calls `work` until it succeeds, the attempts run out, `retryIf` declines or the signal aborts. */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  let attempt = 0;
  while (true) {
    try {
      return await work(attempt);
    } catch (error) {
      attempt++;
      if (attempt >= options.attempts || options.signal?.aborted || options.retryIf?.(error) === false) throw error;
      await sleep(backoffDelay(attempt - 1, options.delayMs, options.maxDelayMs ?? 30_000), options.signal);
    }
  }
}

/** Rejects with `makeError()` when `work` takes longer than `timeoutMs`; the work's signal aborts then. */
export async function withTimeout<T>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  makeError: () => Error,
  outer?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  const onOuterAbort = () => controller.abort(outer?.reason);
  if (outer?.aborted) onOuterAbort();
  outer?.addEventListener("abort", onOuterAbort, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = makeError();
      controller.abort(error);
      reject(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onOuterAbort);
  }
}

/**
 * How many requests that hash a password this process accepts. A few run at a time, a bounded number waits, and further
 * ones are refused before anything else is done for them: a burst of
 * sign-ins delays neither the refusals nor pages and files.
 */
const hashingPaths = new Set([
  "/api/auth/callback/credentials",
  "/api/auth/sign-in",
  "/api/account/register",
  "/api/account/password",
  "/api/account/password-reset/confirm",
  "/api/account/step-up",
  "/api/setup",
]);

/** Two threads hash; while they do, two more requests are read, checked and counted. */
const atATime = 4;
/** Two threads hash some eight passwords a second: the last of these waits about five seconds. */
const mostUnderWay = 40;
/** Short beside the quarter of a second that hashing takes, and long enough to read a burst. */
const startDelayMs = 50;

type Waiting = { start: () => void };

export class HashingCapacity {
  readonly #line: Waiting[] = [];
  #handled = 0;
  #averageMs = 250;

  isHashing(method: string | undefined, path: string): boolean {
    return method === "POST" && hashingPaths.has(path);
  }

  /**
   * Runs `start` soon or when its turn comes, and returns what has to be called when the request is over, handled or
   * not. When the queue is full it returns the seconds after which all requests in it are done.
   */
  enter(start: () => void): (() => void) | number {
    if (this.#handled + this.#line.length >= mostUnderWay) return this.#secondsUntilDone();
    let startedAt = 0;
    const waiting: Waiting = {
      start: () => {
        this.#handled++;
        startedAt = performance.now();
        start();
      },
    };
    this.#line.push(waiting);
    // What comes at the same time is refused or answered before the work for this one begins.
    setTimeout(() => this.#startNext(), startDelayMs);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const place = this.#line.indexOf(waiting);
      // The client left before its turn.
      if (place >= 0) this.#line.splice(place, 1);
      else this.#finish(performance.now() - startedAt);
    };
  }

  #finish(ms: number): void {
    this.#handled--;
    this.#averageMs = this.#averageMs * 0.8 + ms * 0.2;
    // In a separate event-loop turn: refusals and files that came meanwhile go first.
    setImmediate(() => this.#startNext());
  }

  #startNext(): void {
    if (this.#handled < atATime) this.#line.shift()?.start();
  }

  #secondsUntilDone(): number {
    return Math.max(1, Math.ceil((Math.ceil(mostUnderWay / atATime) * this.#averageMs) / 1000));
  }
}

/**
 * A bounded queue: `running` pieces of work at a time, `waiting` more in line. Work beyond that is refused with
 * `refusal`, which gets the estimated seconds until all work that runs or waits now is done.
 */
type Limits = { running: number; waiting: number; refusal: (retryAfterSeconds: number) => Error };

/** Share of the newest duration in the average. */
const newestShare = 0.2;

export class Slots {
  readonly #limits: Limits;
  readonly #line: (() => void)[] = [];
  #running = 0;
  #averageMs = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Throws the refusal when the queue is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { running, waiting, refusal } = this.#limits;
    if (this.#running < running) this.#running++;
    else {
      if (this.#line.length >= waiting) throw refusal(this.#secondsUntilDone());
      // Finished work passes its slot to the next in the queue: it is never free in between.
      await new Promise<void>((resolve) => this.#line.push(resolve));
    }
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.#note(performance.now() - startedAt);
      const next = this.#line.shift();
      if (next) next();
      else this.#running--;
    }
  }

  #note(ms: number): void {
    this.#averageMs = this.#averageMs === 0 ? ms : this.#averageMs * (1 - newestShare) + ms * newestShare;
  }

  #secondsUntilDone(): number {
    const rounds = Math.ceil((this.#line.length + this.#running) / this.#limits.running);
    return Math.max(1, Math.ceil((rounds * this.#averageMs) / 1000));
  }
}

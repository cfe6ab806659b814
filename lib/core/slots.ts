/**
 * Lets `running` pieces of work run at a time and `waiting` more stand in line; what comes then is refused with `refusal`.
 * For work that would otherwise fill the threads that everything else needs.
 */
export class Slots {
  readonly #limits: { running: number; waiting: number; refusal: () => Error };
  #running = 0;
  readonly #line: (() => void)[] = [];

  constructor(limits: { running: number; waiting: number; refusal: () => Error }) {
    this.#limits = limits;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const { running, waiting, refusal } = this.#limits;
    if (this.#running < running) this.#running++;
    else {
      if (this.#line.length >= waiting) throw refusal();
      // Whoever ends hands the place on: it is never free in between.
      await new Promise<void>((resolve) => this.#line.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

const betweenMs = 1_000;

/** At most one message a second for each step: a pull reports each part of each layer. Pure but for its own state. */
export class ProgressLimit {
  #step: string | null = null;
  #lastMs = 0;

  allows(step: string, nowMs: number): boolean {
    if (step === this.#step && nowMs - this.#lastMs < betweenMs) return false;
    this.#step = step;
    this.#lastMs = nowMs;
    return true;
  }
}

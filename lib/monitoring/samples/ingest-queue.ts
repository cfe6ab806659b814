import { coreErrors } from "@/lib/core/errors";

/**
 * Micro-batches: while `running` inserts are under way, what arrives waits and goes together into the next one. Many small
 * posts then cost few statements, and an idle panel stores a post at once. `add` resolves after the commit.
 */
type Waiting<T> = { items: readonly T[]; resolve: () => void; reject: (error: unknown) => void };
type Options = { running: number; mostInBatch: number; mostWaiting: number };

export class IngestQueue<T> {
  readonly #store: (items: readonly T[]) => Promise<unknown>;
  readonly #options: Options;
  #waiting: Waiting<T>[] = [];
  #waitingItems = 0;
  #running = 0;

  constructor(store: (items: readonly T[]) => Promise<unknown>, options: Partial<Options> = {}) {
    this.#store = store;
    this.#options = { running: 2, mostInBatch: 5_000, mostWaiting: 200_000, ...options };
  }

  /** Throws `database_busy` when too much waits already: the agent keeps its samples and sends them again. */
  add(items: readonly T[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    if (this.#waitingItems + items.length > this.#options.mostWaiting) {
      return Promise.reject(coreErrors.database_busy({ retryAfterSeconds: 5 }));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      this.#waitingItems += items.length;
      this.#next();
    });
  }

  #next(): void {
    if (this.#running >= this.#options.running || this.#waiting.length === 0) return;
    const batch: Waiting<T>[] = [];
    let size = 0;
    for (const entry of this.#waiting) {
      if (batch.length > 0 && size + entry.items.length > this.#options.mostInBatch) break;
      batch.push(entry);
      size += entry.items.length;
    }
    this.#waiting = this.#waiting.slice(batch.length);
    this.#waitingItems -= size;
    this.#running++;
    void this.#run(batch).finally(() => {
      this.#running--;
      this.#next();
    });
  }

  async #run(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.#store(batch.flatMap(({ items }) => items));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

import type { PoolClient } from "pg";

/** Sums over all calls of one statement, in milliseconds. */
export type StatementTime = { text: string; calls: number; totalMs: number; longestMs: number };

/** More statements than the panel has; texts that are built by hand must not fill the memory. */
const mostStatements = 1_000;
const longestText = 2_000;

/**
 * What the statements of this process took, from the call to the last row. PostgreSQL counts this itself only with an
 * extension that few servers have (pg_stat_statements).
 */
export class StatementTimes {
  readonly #times = new Map<string, StatementTime>();

  /** Measures all statements of a connection. Texts have parameters (`$1`), never values. */
  follow(connection: PoolClient): void {
    const query = connection.query.bind(connection) as (...args: unknown[]) => unknown;
    const measured = (...args: unknown[]) => {
      const text = textOf(args[0]);
      if (text === null) return query(...args);
      const startedAt = performance.now();
      const record = () => this.record(text, performance.now() - startedAt);
      const callback = args.at(-1);
      // The pool's own `query` passes a callback; everything else awaits the result.
      if (typeof callback === "function") {
        return query(...args.slice(0, -1), (...answer: unknown[]) => {
          record();
          callback(...answer);
        });
      }
      const result = query(...args);
      if (result instanceof Promise) result.then(record, record);
      return result;
    };
    Object.assign(connection, { query: measured });
  }

  record(text: string, tookMs: number): void {
    const known = this.#times.get(text);
    if (known) {
      known.calls++;
      known.totalMs += tookMs;
      known.longestMs = Math.max(known.longestMs, tookMs);
    } else if (this.#times.size < mostStatements) {
      this.#times.set(text, { text: text.slice(0, longestText), calls: 1, totalMs: tookMs, longestMs: tookMs });
    }
  }

  /** Those with the highest mean that were called often enough to have one, and those that took longest once. */
  slowest(count: number): StatementTime[] {
    const all = [...this.#times.values()].filter(({ longestMs }) => longestMs >= 1);
    return all.sort((one, other) => other.longestMs - one.longestMs).slice(0, count);
  }
}

/** Transaction control and streams (COPY) are no statements to look at. */
function textOf(given: unknown): string | null {
  const text =
    typeof given === "string"
      ? given
      : typeof given === "object" && given !== null && "text" in given && typeof given.text === "string"
        ? given.text
        : null;
  return text === null || /^\s*(BEGIN|COMMIT|ROLLBACK|SET|SAVEPOINT|RELEASE|LISTEN|DEALLOCATE)\b/i.test(text)
    ? null
    : text;
}

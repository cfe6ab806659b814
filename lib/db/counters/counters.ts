import type { Sql } from "../transaction";
import { addToCounters } from "./counters.sql";

/** A counter that is kept longer than the rows it counts; it never decreases. */
export type CounterChange = { name: string; label?: string; by: number };

export async function increaseCounters(db: Sql, changes: readonly CounterChange[]): Promise<void> {
  await db.run(addToCounters, [
    changes.map(({ name }) => name),
    changes.map(({ label = "" }) => label),
    changes.map(({ by }) => by),
  ]);
}

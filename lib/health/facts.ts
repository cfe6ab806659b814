import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import { readHealthFacts } from "./health.sql";

export type HealthFacts = Row<typeof readHealthFacts>;

let running: Promise<HealthFacts> | null = null;

/** Checks that run at once share one statement. */
export function healthFacts(): Promise<HealthFacts> {
  running ??= read().finally(() => {
    running = null;
  });
  return running;
}

async function read(): Promise<HealthFacts> {
  const facts = await sql().row(readHealthFacts);
  if (!facts) throw new Error("The database answered nothing.");
  return facts;
}

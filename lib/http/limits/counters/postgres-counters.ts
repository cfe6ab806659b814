import { sql } from "@/lib/db/transaction";
import { countWithinLimit, readWindow, uncount } from "../rate-limit.sql";
import type { RateCounters } from "./counters";

/** Counters in an unlogged table: one statement for each request. */
export const postgresCounters: RateCounters = {
  async count(key, windowSeconds, size, limit) {
    const row = await sql().row(countWithinLimit, [key, windowSeconds, size, limit]);
    if (!row) throw new Error("counting a request answered no row");
    return row;
  },
  read: (key, windowSeconds) => sql().row(readWindow, [key, windowSeconds]),
  async uncount(key, requests) {
    await sql().run(uncount, [key, requests]);
  },
};

import { statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

export const readWindow = statement({
  reason: "Computes with the clock of the database, as the counting does.",
  text: `
    SELECT CASE WHEN age < $2 THEN count ELSE 0 END AS count,
           CASE WHEN age < $2 THEN previous_count WHEN age < 2 * $2 THEN count ELSE 0 END AS "previousCount",
           CASE WHEN age < $2 THEN age ELSE age - $2 END AS elapsed
    FROM (SELECT count, previous_count, extract(epoch FROM now() - window_start)::float8 AS age
          FROM rate_limit_window WHERE key = $1) AS w WHERE age < 2 * $2`,
  columns: {
    count: "int4",
    previousCount: "int4",
    elapsed: "float8",
  },
});

export const uncount = statement({
  reason: "Part of every request that one of several limits refuses, and of every sign-in.",
  text: "UPDATE rate_limit_window SET count = greatest(0, count - $2::int) WHERE key = $1",
});

/** The count of the last full window: of the current counter, and of the share of the previous one that is in it. */
const used = `(CASE WHEN w.window_start = excluded.window_start THEN w.count ELSE 0 END
  + CASE WHEN w.window_start = excluded.window_start THEN w.previous_count
         WHEN w.window_start = excluded.window_start - make_interval(secs => $2) THEN w.count ELSE 0 END
    * greatest(0, 1 - extract(epoch FROM now() - excluded.window_start)::float8 / $2))`;

/**
 * Rolls the window on, counts this request when it is within the limit, and returns both counters. A refused request is
 * not counted: the time in Retry-After stays true, however often a caller asks in between.
 */
export const countWithinLimit = statement({
  reason: "Part of every request, in one round trip.",
  name: "rate_limit_count",
  text: `
    INSERT INTO rate_limit_window AS w (key, window_start, count, previous_count, admitted)
    VALUES ($1, to_timestamp(floor(extract(epoch FROM now()) / $2) * $2),
      CASE WHEN $3::int <= $4::int THEN $3::int ELSE 0 END, 0, $3::int <= $4::int)
    ON CONFLICT (key) DO UPDATE SET
      previous_count = CASE WHEN w.window_start = excluded.window_start THEN w.previous_count
        WHEN w.window_start = excluded.window_start - make_interval(secs => $2) THEN w.count ELSE 0 END,
      count = CASE WHEN w.window_start = excluded.window_start THEN w.count ELSE 0 END
        + CASE WHEN ${used} + $3::int <= $4::int THEN $3::int ELSE 0 END,
      window_start = excluded.window_start,
      admitted = ${used} + $3::int <= $4::int
    RETURNING count, previous_count AS "previousCount", admitted,
      extract(epoch FROM now() - window_start)::float8 AS elapsed`,
  columns: {
    count: "int4",
    previousCount: "int4",
    admitted: "bool",
    elapsed: "float8",
  },
});

export const purgeWindows = expired("rate_limit_window", "window_start", "2 hours");

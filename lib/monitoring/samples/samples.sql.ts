import { statement } from "@/lib/db/statement";
import { metrics } from "@/lib/monitoring/metrics/contract";

const columns = metrics.map(({ column }) => column);
const list = columns.join(", ");
const reals = columns.map((_, place) => `$${place + 3}::real[]`).join(", ");
const next = columns.length + 3;

/**
 * $1 subjects, $2 times, then one array for each metric; then the rows (from 1) that are the newest of their subject with the
 * skew of its clock, and the hours that were touched. Samples that are stored already are left as they are.
 */
export const insertSamples = statement({
  reason: "The path of every sample: rows, newest values and open hours in one round trip.",
  name: "metric_insert",
  text: `
    WITH given AS (
      SELECT * FROM unnest($1::int[], $2::timestamptz[], ${reals}) WITH ORDINALITY AS g(subject, at, ${list}, n)),
    stored AS (
      INSERT INTO metric_raw (subject, at, ${list}) SELECT subject, at, ${list} FROM given
      ON CONFLICT DO NOTHING RETURNING 1),
    opened AS (
      INSERT INTO metric_open_hour (subject, hour)
      SELECT * FROM unnest($${next + 2}::int[], $${next + 3}::timestamptz[])
      ON CONFLICT (subject, hour) DO UPDATE SET hour = excluded.hour WHERE false),
    latest AS (
      INSERT INTO metric_latest AS l (subject, at, received_at, skew_ms, readings)
      SELECT g.subject, g.at, now(), newest.skew, ARRAY[${columns.map((column) => `g.${column}`).join(", ")}]
      FROM unnest($${next}::int[], $${next + 1}::int[]) AS newest(n, skew) JOIN given g ON g.n = newest.n
      ON CONFLICT (subject) DO UPDATE SET received_at = excluded.received_at, skew_ms = excluded.skew_ms,
        at = greatest(l.at, excluded.at),
        readings = CASE WHEN excluded.at >= l.at THEN excluded.readings ELSE l.readings END)
    SELECT count(*)::int AS stored FROM stored`,
  columns: { stored: "int4" },
});

/** Makes the partitions of samples from $1 to $2; $3: also drops those that are too old. */
export const keepTables = statement({
  reason: "Makes and drops tables: functions of the migration do it.",
  text: `
    SELECT ensure_metric_partitions($1, $2) AS made, CASE WHEN $3::bool THEN drop_metric_partitions() END AS dropped`,
  columns: { made: "int4", dropped: "int4?" },
});

import { statement } from "@/lib/db/statement";
import { metrics } from "@/lib/monitoring/metrics/contract";

const columns = metrics.map(({ column }) => column);
const arrayOf = (f: string) => `ARRAY[${columns.map((column) => `${f}(r.${column})`).join(", ")}]::real[]`;
const aggregates = `count(*)::int, ${arrayOf("avg")}, ${arrayOf("min")}, ${arrayOf("max")}`;
const target = "(subject, at, count, average, lowest, highest)";
const replaced = `ON CONFLICT (subject, at) DO UPDATE SET count = excluded.count, average = excluded.average,
        lowest = excluded.lowest, highest = excluded.highest`;

/** The ten minutes that begin in [$1, $2), of every subject; the last four hours of its CPU become a line for lists. */
export const rollUpTenMinutes = statement({
  reason: "Works on the samples of all subjects at once.",
  text: `
    WITH rolled AS (
      INSERT INTO metric_ten_minutes ${target}
      SELECT r.subject, date_bin('10 minutes', r.at, 'epoch'), ${aggregates} FROM metric_raw r
      WHERE r.at >= $1 AND r.at < $2 GROUP BY 1, 2 ${replaced} RETURNING subject, at, average),
    recent AS (
      SELECT subject, at, average FROM rolled UNION ALL
      SELECT subject, at, average FROM metric_ten_minutes
      WHERE at >= $1::timestamptz - interval '4 hours' AND at < $1::timestamptz)
    UPDATE metric_latest l SET spark = s.spark FROM (
      SELECT subject, array_agg(round(average[1]::numeric, 1)::real ORDER BY at) AS spark FROM recent GROUP BY 1) s
    WHERE s.subject = l.subject AND s.spark IS DISTINCT FROM l.spark`,
});

/** Takes up to $2 hours that began before $1, but none of $3 and $4. The caller closes them in the same transaction. */
export const claimOpenHours = statement({
  reason: "Locks the rows (SKIP LOCKED), so that several workers share the hours.",
  text: `
    DELETE FROM metric_open_hour o USING (
      SELECT subject, hour FROM metric_open_hour WHERE hour < $1
        AND (subject, hour) NOT IN (SELECT * FROM unnest($3::int[], $4::timestamptz[]))
      ORDER BY hour, subject
      FOR UPDATE SKIP LOCKED LIMIT $2) c
    WHERE o.subject = c.subject AND o.hour = c.hour RETURNING o.subject, o.hour`,
  columns: { subject: "int4", hour: "timestamptz" },
});

/** $1, $2: subjects and hours; $3, $4: the bounds of the hours, for the choice of partitions. */
const ofHours = `
    FROM unnest($1::int[], $2::timestamptz[]) AS h(subject, hour)
    JOIN metric_raw r ON r.subject = h.subject AND r.at >= h.hour AND r.at < h.hour + interval '1 hour'
    WHERE r.at >= $3 AND r.at < $4`;

export const readHours = statement({
  reason: "The samples of many subjects' hours in one round trip.",
  text: `
    SELECT r.subject, r.at, array_to_string(ARRAY[${columns.map((column) => `r.${column}`).join(", ")}], ',', '') AS readings
    ${ofHours}
    ORDER BY r.subject, r.at`,
  columns: { subject: "int4", at: "timestamptz", readings: "text" },
});

/**
 * The chunks $5 to $8, and ten minutes and hours of the same hours, again from the samples: late ones are in them then.
 */
export const storeHours = statement({
  reason: "Works on many subjects' hours at once.",
  text: `
    WITH chunks AS (
      INSERT INTO metric_chunk (subject, hour, count, data)
      SELECT * FROM unnest($5::int[], $6::timestamptz[], $7::int[], $8::bytea[])
      ON CONFLICT (subject, hour) DO UPDATE SET count = excluded.count, data = excluded.data),
    ten AS (
      INSERT INTO metric_ten_minutes ${target}
      SELECT r.subject, date_bin('10 minutes', r.at, 'epoch'), ${aggregates} ${ofHours} GROUP BY 1, 2 ${replaced})
    INSERT INTO metric_hour ${target}
    SELECT r.subject, h.hour, ${aggregates} ${ofHours} GROUP BY 1, 2 ${replaced}`,
});

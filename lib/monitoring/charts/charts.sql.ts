import { statement } from "@/lib/db/statement";
import { metrics } from "@/lib/monitoring/metrics/contract";

const columns = metrics.map(({ column }) => column);
/** Of an array; parseReals reads it. */
const list = (array: string) => `array_to_string(${array}, ',', '')`;

/** The samples of $1 in [$2, $3), as they came. */
export const readSamples = statement({
  reason: "A set of samples for a chart, in one round trip; partitions are no models of Prisma.",
  name: "metric_samples",
  text: `
    SELECT at, ${list(`ARRAY[${columns.join(", ")}]`)} AS readings FROM metric_raw
    WHERE subject = $1 AND at >= $2 AND at < $3 ORDER BY at`,
  columns: { at: "timestamptz", readings: "text" },
});

export const readChunks = statement({
  reason: "A set of chunks for a chart, in one round trip.",
  name: "metric_chunks",
  text: "SELECT hour, data FROM metric_chunk WHERE subject = $1 AND hour >= $2 AND hour < $3 ORDER BY hour",
  columns: { hour: "timestamptz", data: "bytea" },
});

const averages = { at: "timestamptz", count: "int4", average: "text", lowest: "text", highest: "text" } as const;

const rolledUp = (table: string) =>
  statement({
    reason: "A set of averages for a chart, in one round trip.",
    name: table,
    text: `
      SELECT at, count, ${list("average")} AS average, ${list("lowest")} AS lowest, ${list("highest")} AS highest
      FROM ${table} WHERE subject = $1 AND at >= $2 AND at < $3 ORDER BY at`,
    columns: averages,
  });

export const readTenMinutes = rolledUp("metric_ten_minutes");
export const readHours = rolledUp("metric_hour");

/**
 * The newest sample of these objects, or with null of all of one kind. Machines that were revoked, or never sent
 * anything, are left out.
 */
export const readLatest = statement({
  reason: "Runs every second in a worker; Prisma Client cannot read arrays with nulls.",
  name: "metric_newest",
  text: `
    SELECT s.id AS subject, s.resource_id AS "resourceId", m.name, m.owner_id AS "ownerId",
      m.local_fingerprint IS NOT NULL AS "isLocal", l.at, l.received_at AS "receivedAt", l.skew_ms AS "skewMs",
      ${list("l.readings")} AS readings, CASE WHEN $3 THEN array_to_string(l.spark, ',') END AS spark
    FROM metric_subject s JOIN metric_latest l ON l.subject = s.id LEFT JOIN machine m ON m.subject_id = s.id
    WHERE ($1::text[] IS NULL OR s.resource_id = ANY($1)) AND ($2::text IS NULL OR s.kind = $2)
      AND m.revoked_at IS NULL`,
  columns: {
    subject: "int4",
    resourceId: "text",
    name: "text?",
    ownerId: "text?",
    isLocal: "bool?",
    at: "timestamptz",
    receivedAt: "timestamptz",
    skewMs: "int4",
    readings: "text",
    spark: "text?",
  },
});

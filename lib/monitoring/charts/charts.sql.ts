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

const averages = { at: "timestamptz", count: "int2", average: "text", lowest: "text", highest: "text" } as const;

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

/** The newest sample of each of these subjects. */
export const readLatest = statement({
  reason: "Prisma Client cannot read arrays with nulls.",
  text: `
    SELECT subject, at, received_at AS "receivedAt", ${list("readings")} AS readings FROM metric_latest
    WHERE subject = ANY($1)`,
  columns: { subject: "int4", at: "timestamptz", receivedAt: "timestamptz", readings: "text" },
});

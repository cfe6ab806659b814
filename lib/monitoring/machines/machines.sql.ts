import { narrow, statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";
import { type MetricName, placeOf } from "@/lib/monitoring/metrics/contract";
import type { MachinePresence } from "./contract";

/** Charts reach 400 days back. */
export const purgeMachineEvents = expired("machine_event", "at", "400 days");

/** An agent sends every 90 seconds; the panel's own machines every ten. */
const presence = `
  CASE WHEN m.revoked_at IS NOT NULL THEN 'revoked' WHEN l.received_at IS NULL THEN 'waiting'
       WHEN l.received_at > now() - interval '150 seconds' THEN 'online'
       WHEN l.received_at > now() - interval '5 minutes' THEN 'late' ELSE 'offline' END`;

/** What a list shows, alone: to write and read a thousand rows of all takes longer than to find them. */
export const listedMetrics: readonly MetricName[] = [
  "cpu.percent",
  "memory.percent",
  "disk.percent",
  "network.received",
  "network.sent",
  "load.one",
];

/** Seconds since 1970: several times faster than the client's parser of times. */
const epoch = (column: string) => `date_part('epoch', ${column})`;

/** The line of the last hours has a value for each ten minutes. */
const movedByPoints = 20;
const changed = `(m.copy_seen_at > now() - interval '1 hour' OR ${presence} IN ('late', 'offline') OR (
        SELECT max(v) - min(v) FROM unnest(l.spark[greatest(1, cardinality(l.spark) - 5):]) v) >= ${movedByPoints})`;

const reading = (name: string) => `l.readings[${(placeOf(name) ?? 0) + 1}]`;

/**
 * $1: owner, or null for all; $2 name or host name (LIKE); $3 presence; $4 sort; $5 rows; $6 id; $7 true: only what changed
 * within the last hour. Null leaves a condition out. The highest figures first, or by name.
 */
export const listMachineRows = statement({
  reason: "The fleet with its newest figures in one round trip; presence is computed by the database only.",
  text: `
    SELECT m.id, m.name, m.owner_id AS "ownerId", u.name AS "ownerName", m.subject_id AS subject,
      m.local_fingerprint IS NOT NULL AS "isLocal", ${presence} AS presence, m.hostname, m.os, m.version,
      ${epoch("nullif(l.at, 'epoch')")} AS "lastSampleAt", ${epoch("l.received_at")} AS "lastSeenAt",
      l.skew_ms AS "clockSkewMs", ${epoch("m.copy_seen_at")} AS "copySeenAt",
      array_to_string(CASE WHEN $6::text IS NULL THEN ARRAY[${listedMetrics.map(reading).join(", ")}]::real[]
        ELSE l.readings END, ',', '') AS readings, array_to_string(l.spark, ',') AS spark,
      ${epoch("m.created_at")} AS "createdAt"
    FROM machine m LEFT JOIN metric_latest l ON l.subject = m.subject_id LEFT JOIN app_user u ON u.id = m.owner_id
    WHERE ($1::text IS NULL OR m.owner_id = $1) AND ($6::text IS NULL OR m.id = $6)
      AND ($2::text IS NULL OR m.name ILIKE $2 OR m.hostname ILIKE $2) AND ($3::text IS NULL OR ${presence} = $3)
      AND ($7::bool IS NULL OR ${changed})
    ORDER BY
      CASE $4::text WHEN 'cpu' THEN ${reading("cpu.percent")} WHEN 'memory' THEN ${reading("memory.percent")}
        WHEN 'disk' THEN ${reading("disk.percent")}
        WHEN 'network' THEN ${reading("network.received")} + ${reading("network.sent")}
        WHEN 'seen' THEN extract(epoch FROM now() - l.received_at)::real END DESC NULLS LAST, m.name, m.id
    LIMIT $5`,
  columns: {
    id: "text",
    name: "text",
    ownerId: "text?",
    ownerName: "text?",
    subject: "int4",
    isLocal: "bool",
    presence: narrow<MachinePresence>("text"),
    hostname: "text?",
    os: "text?",
    version: "text?",
    lastSampleAt: "float8?",
    lastSeenAt: "float8?",
    clockSkewMs: "int4?",
    copySeenAt: "float8?",
    readings: "text?",
    spark: "text?",
    createdAt: "float8",
  },
});

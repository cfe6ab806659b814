import { narrow, statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";
import type { Presence } from "@/lib/executors/contract";
import { presenceSql } from "./presence";

export const purgeEvents = expired("executor_event", "at", "90 days");

export const summarise = statement({
  reason: "Groups by the state, which the database computes.",
  text: `
    SELECT ${presenceSql} AS presence, e.version,
           coalesce(e.applied_version <> e.config_version, false)
             AND e.revoked_at IS NULL AS drifted, count(*)::int AS count
    FROM executor e WHERE $1::text IS NULL OR e.owner_id = $1 GROUP BY 1, 2, 3`,
  columns: {
    presence: narrow<Presence>("text"),
    version: "text?",
    drifted: "bool",
    count: "int4",
  },
});

/** Of the last eight days, and of those before yesterday one in a quarter of an hour. */
export const thinOutSamples = [
  expired("executor_sample", "at", "8 days"),
  expired("executor_sample", "at", "1 day", "extract(minute FROM at)::int % 15 <> 0"),
];

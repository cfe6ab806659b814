import { statement } from "@/lib/db/statement";

/** Workloads by kind and state; unfinished runs under the kind "" as `count` and the age of the oldest, in seconds. */
export const countWorkloads = statement({
  reason: "Scraped every few seconds, also from an idle process; all counts in one round trip.",
  text: `
    SELECT kind, status::text AS label, count(*)::float8 AS n FROM workload GROUP BY kind, status
    UNION ALL
    SELECT '', 'count', count(*) FROM provisioning_run WHERE finished_at IS NULL
    UNION ALL
    SELECT '', 'oldest_seconds', coalesce(extract(epoch FROM now() - min(created_at)), 0)
    FROM provisioning_run WHERE finished_at IS NULL`,
  columns: { kind: "text", label: "text", n: "float8" },
});

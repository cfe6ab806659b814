import { statement } from "@/lib/db/statement";

/** What a person's workloads use; only what has reserved capacity counts towards memory, CPU and disk, of any kind. */
export const readUsage = statement({
  reason: "Part of every accepted workload; sums with conditions.",
  name: "workload_usage",
  text: `
    SELECT count(*) FILTER (WHERE kind = $2)::int AS count,
           coalesce(sum(memory_mb) FILTER (WHERE holds_capacity), 0)::int AS "memoryMb",
           coalesce(sum(cpu_milli) FILTER (WHERE holds_capacity), 0)::int AS "cpuMilli",
           coalesce(sum(disk_mb) FILTER (WHERE holds_capacity), 0)::int AS "diskMb"
    FROM workload WHERE owner_id = $1`,
  columns: { count: "int4", memoryMb: "int4", cpuMilli: "int4", diskMb: "int4" },
});

export const listRecentEvents = statement({
  reason: "The newest lines of many timelines, each by its index.",
  text: `
    SELECT e.sequence, e.at, e.run_id AS run, e.step, e.status, e.message, e.duration_ms AS "durationMs",
           w.id AS "resourceId", w.name AS "resourceName"
    FROM workload w JOIN LATERAL (
      SELECT * FROM resource_event WHERE resource_id = w.id
        AND (step IN ('accept', 'exit', 'disk', 'reconcile', 'address')
          OR (step = ANY($3) AND status IN ('succeeded', 'failed', 'waiting')))
      ORDER BY sequence DESC LIMIT 12) e ON true
    WHERE w.owner_id = $1 AND w.kind = $2 ORDER BY e.sequence DESC LIMIT 30`,
  columns: {
    sequence: "int8",
    at: "timestamptz",
    run: "text?",
    step: "text",
    status: "text",
    message: "text",
    durationMs: "int4?",
    resourceId: "text",
    resourceName: "text",
  },
});

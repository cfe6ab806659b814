import { statement } from "@/lib/db/statement";

export const countServersByStatus = statement({
  reason: "Scraped every few seconds, also from an idle process.",
  text: `
    SELECT status::text AS status, count(*)::int AS n FROM workload WHERE kind = 'game-server' GROUP BY status`,
  columns: { status: "text", n: "int4" },
});

import { statement } from "@/lib/db/statement";

export const describeUnfinishedRuns = statement({
  reason: "Scraped every few seconds, also from an idle process.",
  text: `
    SELECT count(*)::int AS unfinished, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest
    FROM provisioning_run WHERE finished_at IS NULL`,
  columns: {
    unfinished: "int4",
    oldest: "float8",
  },
});

import { statement } from "@/lib/db/statement";

export const answer = statement({
  reason: "Asks whether the database answers; polled by load balancers.",
  text: "SELECT 1",
  columns: {
    "?column?": "int4",
  },
});

export const countWorkers = statement({
  reason: "Reads a view of PostgreSQL; polled by load balancers.",
  text: `
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'lightnode-worker-locks'`,
  columns: {
    n: "int4",
  },
});

export const listSilentNodes = statement({
  reason: "Polled by load balancers, on processes that are idle otherwise.",
  text: `
    SELECT name, engine_error AS error FROM node WHERE engine_error IS NOT NULL OR engine_seen_at IS NULL
    ORDER BY name`,
  columns: {
    name: "text",
    error: "text?",
  },
});

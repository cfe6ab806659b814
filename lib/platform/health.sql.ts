import { statement } from "@/lib/db/statement";

export const countWorkers = statement({
  reason: "Reads a view of PostgreSQL; polled by load balancers.",
  text: `
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'lightnode-worker-locks'`,
  columns: {
    n: "int4",
  },
});

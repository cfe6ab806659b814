import { statement } from "@/lib/db/statement";

/** Whether there is something to do for the worker of backups; most of the time there is not. */
export const readOpenWork = statement({
  reason: "A loop of the worker, which does not load Prisma Client when it is idle.",
  text: `
    SELECT (SELECT count(*)::int FROM backup
        WHERE state IN ('requested', 'running', 'verifying') OR (state = 'written' AND wants_check)) AS backups,
      (SELECT count(*)::int FROM backup_restore WHERE state IN ('requested', 'running')) AS restores,
      (SELECT count(*)::int FROM backup_restore WHERE previous_until < now()) AS expired,
      (SELECT coalesce(least(next_daily_at, next_weekly_at, next_drill_at) <= now(), false)
        FROM backup_settings WHERE id = 1) AS "isDue",
      (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database`,
  columns: { backups: "int4", restores: "int4", expired: "int4", isDue: "bool?", database: "text?" },
});

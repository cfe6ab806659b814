import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import type { ListQuery } from "@/lib/core/lists";
import { type Sql, sql } from "@/lib/db/transaction";
import type { TimelineItem } from "./fleet/contract";
import { loadExecutor } from "./queries";

/** What happened to an executor, in words for its owner; the audit log has who did it. */
const keptDays = 90;

export async function recordEvent(db: Sql, executorId: string, kind: string, message: string): Promise<void> {
  await recordEvents(db, executorId, [[kind, message]]);
}

/** Events of one call stay in this order: ids of one millisecond are sorted here, since lists are sorted by them. */
export async function recordEvents(
  db: Sql,
  executorId: string,
  events: readonly (readonly [kind: string, message: string])[],
): Promise<void> {
  const ids = events.map(() => newId("executorEvent")).sort();
  const [kinds, messages] = [events.map(([kind]) => kind), events.map(([, message]) => message)];
  await db.run(
    `INSERT INTO executor_event (id, executor_id, kind, message)
     SELECT e.id, $1, e.kind, e.message FROM unnest($2::text[], $3::text[], $4::text[]) AS e(id, kind, message)`,
    [executorId, ids, kinds, messages],
  );
}

/** The newest first. */
export async function executorTimeline(
  actor: Actor,
  executorId: string,
  { limit, cursor }: ListQuery,
): Promise<{ items: TimelineItem[]; nextCursor: string | null }> {
  await loadExecutor(actor, executorId, "executor.read");
  const rows = await sql().rows<Omit<TimelineItem, "at"> & { at: Date }>(
    `SELECT id, at, kind, message FROM executor_event
     WHERE executor_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [executorId, cursor ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function purgeExecutorEvents(): Promise<void> {
  await sql().run("DELETE FROM executor_event WHERE at < now() - make_interval(days => $1)", [keptDays]);
}

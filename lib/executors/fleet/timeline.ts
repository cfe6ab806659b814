import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import type { ListQuery } from "@/lib/core/lists";
import { page } from "@/lib/db/page";
import { type Sql, sql } from "@/lib/db/transaction";
import { loadExecutor } from "../queries";
import type { TimelineItem } from "./contract";
import { purgeEvents } from "./fleet.sql";

/** What happened to an executor, in words for its owner; the audit log has who did it. */
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
  await db.prisma.executorEvent.createMany({
    data: events.map(([kind, message], index) => ({ id: ids[index] ?? "", executorId, kind, message })),
  });
}

/** The newest first. */
export async function executorTimeline(
  actor: Actor,
  executorId: string,
  { limit, cursor }: ListQuery,
): Promise<{ items: TimelineItem[]; nextCursor: string | null }> {
  await loadExecutor(actor, executorId, "executor.read", sql());
  const { rows, nextCursor } = await page({ limit, cursor }, (window) =>
    sql().prisma.executorEvent.findMany({
      ...window,
      where: { ...window.where, executorId },
      select: { id: true, at: true, kind: true, message: true },
    }),
  );
  return { items: rows.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor };
}

export async function purgeExecutorEvents(): Promise<void> {
  await sql().run(purgeEvents);
}

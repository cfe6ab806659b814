import { sql } from "@/lib/db/transaction";
import type { SubjectKind } from "../metrics/contract";

/** The small keys under which samples are stored. */
const known = new Map<string, number>();

/** The key of a resource, made at its first use. */
export async function subjectOf(kind: SubjectKind, resourceId: string): Promise<number> {
  const cached = known.get(resourceId);
  if (cached !== undefined) return cached;
  const row = await sql().prisma.metricSubject.upsert({
    where: { resourceId },
    create: { resourceId, kind },
    update: {},
    select: { id: true },
  });
  if (known.size > 100_000) known.clear();
  known.set(resourceId, row.id);
  return row.id;
}

/** Null: no sample of it was ever stored. */
export async function findSubject(resourceId: string): Promise<number | null> {
  const row = await sql().prisma.metricSubject.findUnique({ where: { resourceId }, select: { id: true } });
  return row?.id ?? null;
}

const watchMs = 60_000;

/** Somebody looks at it now: its samples are published for the next minute. */
export async function watchSubject(resourceId: string): Promise<void> {
  const watchedUntil = new Date(Date.now() + watchMs);
  await sql().prisma.metricSubject.updateMany({ where: { resourceId }, data: { watchedUntil } });
}

import { sql } from "@/lib/db/transaction";
import type { SubjectKind } from "../metrics/contract";
import { findSubjects } from "./subjects.sql";

/** The small keys under which samples are stored. */
export type KnownSubject = { id: number; watchSeconds: number };

/** By id of the resource; a key is made at the first use. */
export async function subjectsOf(
  kind: SubjectKind,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, KnownSubject>> {
  if (resourceIds.length === 0) return new Map();
  const rows = await sql().rows(findSubjects, [kind, resourceIds]);
  return new Map(rows.map(({ resourceId, ...subject }) => [resourceId, subject]));
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

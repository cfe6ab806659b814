import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import type { AlertSubjectKind } from "../figures/contract";
import { alertSources } from "../sources/registry";
import type { Reading } from "../sources/source";

/** The objects of a kind that a rule of this owner is about; null: everybody's. */
export async function findSubjects(ownerId: string | null, kind: AlertSubjectKind): Promise<Reading[]> {
  const source = alertSources.find((one) => one.kind === kind);
  const readings = (await source?.read(sql(), Date.now())) ?? [];
  return readings.filter((reading) => ownerId === null || reading.ownerId === ownerId);
}

export async function requireSubject(ownerId: string | null, kind: AlertSubjectKind, id: string): Promise<void> {
  const found = await findSubjects(ownerId, kind);
  if (found.some(({ subjectId }) => subjectId === id)) return;
  throw coreErrors.validation_failed({
    detail: "There is no such object.",
    errors: [{ path: "subject.id", message: "There is no such object, or it never sent a sample." }],
  });
}

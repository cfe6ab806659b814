import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import { sql } from "@/lib/db/transaction";
import type { RuleView } from "../contract";
import type { AlertSubjectKind } from "../figures/contract";
import { alertSubjectKinds, alertSubjects } from "../figures/contract";
import { findSubjects } from "./find-subjects";
import { loadRule, ownerReached } from "./load-rule";
import { ruleParts, viewOfRule } from "./rule-views";

const most = 500;

/** Own rules; for staff those of the panel and of everybody. */
export async function listRules(actor: Actor): Promise<{ items: RuleView[] }> {
  const ownerId = ownerReached(actor, "alert.read");
  const rows = await sql().prisma.alertRule.findMany({
    where: ownerId === null ? {} : { ownerId },
    orderBy: [{ subjectKind: "asc" }, { name: "asc" }, { id: "asc" }],
    take: most,
    include: ruleParts,
  });
  return { items: rows.map(viewOfRule) };
}

export async function getRule(actor: Actor, id: string): Promise<RuleView> {
  await loadRule(actor, id, "alert.read");
  return viewOfRule(await sql().prisma.alertRule.findUniqueOrThrow({ where: { id }, include: ruleParts }));
}

export type SubjectChoice = { kind: AlertSubjectKind; label: string; objects: { id: string; name: string }[] };

const mostObjects = 1_000;

/** What the actor may make rules about. */
export async function listSubjects(actor: Actor): Promise<SubjectChoice[]> {
  const ownerId = ownerReached(actor, "alert.manage");
  const kinds = alertSubjectKinds.filter((kind) => may(actor, alertSubjects[kind].permission));
  return Promise.all(
    kinds.map(async (kind) => {
      const found = kind === "panel" ? [] : await findSubjects(ownerId, kind);
      const objects = found.slice(0, mostObjects).map(({ subjectId, name }) => ({ id: subjectId, name }));
      return { kind, label: alertSubjects[kind].label, objects };
    }),
  );
}

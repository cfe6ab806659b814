import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { AlertRule } from "@/lib/db/generated/client";
import { type Sql, sql } from "@/lib/db/transaction";
import { type AlertSubjectKind, alertSubjects } from "../figures/contract";

/** Whose rows the actor reaches: null is everybody's. */
export function ownerReached(actor: Actor, permission: Permission): string | null {
  return authorise(actor, permission) === "all" ? null : requireUserId(actor);
}

/** The rule when the actor may do this to it, else `not_found`. */
export async function loadRule(actor: Actor, id: string, permission: Permission, db: Sql = sql()): Promise<AlertRule> {
  const ownerId = ownerReached(actor, permission);
  const rule = await db.prisma.alertRule.findFirst({ where: { id, ...(ownerId === null ? {} : { ownerId }) } });
  if (!rule) throw coreErrors.not_found({ detail: "There is no such alert rule." });
  return rule;
}

/** Rules and silences are about objects that their author may read. */
export function authoriseSubject(actor: Actor, kind: AlertSubjectKind): void {
  authorise(actor, alertSubjects[kind].permission);
}

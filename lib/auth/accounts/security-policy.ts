import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { roleSchema } from "../contract";
import { lockSecurityPolicy } from "./accounts.sql";

/** What administrators decide about signing in: which roles need a second factor, how many sessions one may have. */
export const securityPolicyBody = z.strictObject({
  requiredRoles: z.array(roleSchema).max(4),
  maxSessions: z.number().int().min(1).max(1000),
});
export type SecurityPolicy = z.output<typeof securityPolicyBody>;

export async function readSecurityPolicy(actor: Actor): Promise<SecurityPolicy> {
  authorise(actor, "security.manage");
  const row = await sql().prisma.securityPolicy.findFirst({ select: { requiredRoles: true, maxSessions: true } });
  return row ?? { requiredRoles: [], maxSessions: 30 };
}

/**
 * Changes it; it applies from every user's next request on. Administrators who require second factors of their own role
 * must have one, so that they do not lock themselves into enrolment by accident.
 */
export async function changeSecurityPolicy(actor: Actor, policy: SecurityPolicy): Promise<void> {
  authorise(actor, "security.manage");
  if (policy.requiredRoles.includes(actor.role) && actor.kind === "user" && !actor.assurance?.hasFactor) {
    throw coreErrors.conflict({ detail: "Set up a second factor for yourself before you require one of your role." });
  }
  await transaction(async (tx) => {
    const roles = [...new Set(policy.requiredRoles)];
    await tx.row(lockSecurityPolicy, [true]);
    const before = await tx.prisma.securityPolicy.findFirst({ select: { requiredRoles: true, maxSessions: true } });
    await tx.prisma.securityPolicy.updateMany({ data: { requiredRoles: roles, maxSessions: policy.maxSessions } });
    await recordAudit(tx, actor, {
      action: "security.policy_changed",
      targetKind: "policy",
      targetId: null,
      before: { ...before },
      after: { requiredRoles: roles, maxSessions: policy.maxSessions },
    });
  });
}

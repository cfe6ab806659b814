import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import { requireOwnChannels } from "@/lib/notifications/channels/own-channels";
import type { RuleInput, RuleView } from "../contract";
import { alertErrors } from "../errors";
import { requireSubject } from "./find-subjects";
import { authoriseSubject, ownerReached } from "./load-rule";
import { ruleParts, viewOfRule } from "./rule-views";

const mostOfPerson = 100;

/** Staff make rules of the panel, about everybody's objects; others make rules about their own. */
export async function createRule(actor: Actor, input: RuleInput): Promise<RuleView> {
  const ownerId = ownerReached(actor, "alert.manage");
  authoriseSubject(actor, input.subject.kind);
  if (input.subject.id !== undefined) await requireSubject(ownerId, input.subject.kind, input.subject.id);
  await requireOwnChannels(actor, channelsOf(input));
  const count = await sql().prisma.alertRule.count({ where: { ownerId } });
  if (count >= mostOfPerson) throw alertErrors.too_many_alert_rules();
  const id = newId("alertRule");
  const row = await transaction(async (tx) => {
    const data = { id, ownerId, ...columnsOfRule(input) };
    await tx.prisma.alertRule.createMany({ data });
    await recordAudit(tx, actor, {
      action: "alert_rule.created",
      targetKind: "alert_rule",
      targetId: id,
      detail: { metric: input.metric, subject: input.subject },
    });
    return tx.prisma.alertRule.findUniqueOrThrow({ where: { id }, include: ruleParts });
  });
  return viewOfRule(row);
}

/** Every channel that the rule names. */
export function channelsOf({ channels, escalation }: Pick<RuleInput, "channels" | "escalation">): string[] {
  return [...new Set([...channels.warning, ...channels.critical, ...(escalation?.channels ?? [])])];
}

export function columnsOfRule({ subject, warning, critical, clearAt, escalation, ...rest }: RuleInput) {
  return {
    ...rest,
    subjectKind: subject.kind,
    subjectId: subject.id ?? null,
    warning: warning ?? null,
    critical: critical ?? null,
    clearAt: clearAt ?? null,
    ...(escalation ? { escalation } : {}),
  };
}

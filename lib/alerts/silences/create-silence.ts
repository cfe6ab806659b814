import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import type { SilenceInput, SilenceView } from "../contract";
import { authoriseSubject, loadRule, ownerReached } from "../rules/load-rule";
import { silenceParts, viewOfSilence } from "./queries";

/** A planned time without messages. Alerts are still recorded; those that fire at its end are reported together. */
export async function createSilence(actor: Actor, input: SilenceInput): Promise<SilenceView> {
  const ownerId = ownerReached(actor, "alert.manage");
  const { name, rule, subject, startsAt, endsAt, daily } = input;
  if (subject) authoriseSubject(actor, subject.kind);
  const id = newId("alertSilence");
  const row = await transaction(async (tx) => {
    if (rule !== undefined) await loadRule(actor, rule, "alert.manage", tx);
    await tx.prisma.alertSilence.createMany({
      data: {
        id,
        ownerId,
        name,
        ruleId: rule ?? null,
        subjectKind: subject?.kind ?? null,
        subjectId: subject?.id ?? null,
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
        ...(daily ? { daily } : {}),
      },
    });
    await recordAudit(tx, actor, {
      action: "alert_silence.created",
      targetKind: "alert_silence",
      targetId: id,
      detail: { startsAt, endsAt, ...(rule ? { rule } : {}), ...(subject ? { subject } : {}) },
    });
    return tx.prisma.alertSilence.findUniqueOrThrow({ where: { id }, include: silenceParts });
  });
  return viewOfSilence(row, Date.now());
}

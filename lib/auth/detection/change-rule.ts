import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import type { PatchRule, RuleView } from "./contract";
import { lockRules } from "./detection.sql";
import { isSignalKind, loadRules } from "./rule-settings";

/** Administrators: changes a rule; active from the worker's next run on. Throws `not_found`, `validation_failed`. */
export async function changeRule(actor: Actor, kind: string, patch: PatchRule): Promise<RuleView> {
  authorise(actor, "security.manage");
  if (!isSignalKind(kind)) throw coreErrors.not_found({ detail: "There is no such rule." });
  return transaction(async (tx) => {
    // Two who change it at once do so one after the other.
    await tx.row(lockRules, [true]);
    const found = (await loadRules(tx)).find(({ rule }) => rule.kind === kind);
    if (!found) throw coreErrors.not_found({ detail: "There is no such rule." });
    const { rule, settings } = found;
    if (patch.response && !rule.choices.includes(patch.response)) {
      const message = `This rule can be answered by ${rule.choices.join(", ")}.`;
      throw coreErrors.validation_failed({ errors: [{ path: "response", message }] });
    }
    const { isChanged: _wasChanged, ...before } = settings;
    const after = {
      enabled: patch.enabled ?? before.enabled,
      threshold: patch.threshold ?? before.threshold,
      windowSeconds: patch.windowSeconds ?? before.windowSeconds,
      response: patch.response ?? before.response,
    };
    await tx.prisma.securityRule.upsert({
      where: { kind },
      create: { kind, ...after },
      update: after,
      select: { kind: true },
    });
    const event = { action: "security.rule_changed", targetKind: "rule", targetId: kind };
    await recordAudit(tx, actor, { ...event, before, after });
    const { title, help, thresholdLabel, choices } = rule;
    return { kind, title, help, thresholdLabel, choices: [...choices], ...after, isChanged: true };
  });
}

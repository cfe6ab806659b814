import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { dbNull } from "@/lib/db/db-null";
import { transaction } from "@/lib/db/transaction";
import { requireOwnChannels } from "@/lib/notifications/channels/own-channels";
import { lockRule } from "../alerts.sql";
import { type RulePatch, type RuleView, wholeRule } from "../contract";
import { channelsOf, columnsOfRule } from "./create-rule";
import { endAlerts } from "./end-alerts";
import { loadRule } from "./load-rule";
import { inputOf, ruleParts, viewOfRule } from "./rule-views";

const quiet = new Set(["name", "channels", "escalation"]);

/** Open alerts of a rule end when what it judges changes: the new rule decides from the beginning. */
export async function changeRule(actor: Actor, id: string, patch: RulePatch): Promise<RuleView> {
  const row = await transaction(async (tx) => {
    await tx.row(lockRule, [id]);
    const { version } = await loadRule(actor, id, "alert.manage", tx);
    const before = viewOfRule(await tx.prisma.alertRule.findUniqueOrThrow({ where: { id }, include: ruleParts }));
    // Channels of another administrator stay, but cannot be added.
    const known = new Set(channelsOf(before));
    const named = channelsOf({ channels: patch.channels ?? none, escalation: patch.escalation });
    await requireOwnChannels(
      actor,
      named.filter((channel) => !known.has(channel)),
    );
    const input = wholeRule.parse({ ...inputOf(before), ...patch });
    const judges = Object.keys(patch).some((name) => !quiet.has(name));
    const data = { escalation: await dbNull(), ...columnsOfRule(input), version: version + (judges ? 1 : 0) };
    await tx.prisma.alertRule.update({ where: { id }, data });
    if (judges) await endAlerts(tx, id, "The rule was changed.");
    await recordAudit(tx, actor, {
      action: "alert_rule.changed",
      targetKind: "alert_rule",
      targetId: id,
      before: pick(before, patch),
      after: patch,
    });
    return tx.prisma.alertRule.findUniqueOrThrow({ where: { id }, include: ruleParts });
  });
  return viewOfRule(row);
}

const none = { warning: [], critical: [] };

function pick(view: RuleView, patch: RulePatch): Record<string, unknown> {
  return Object.fromEntries(Object.entries(view).filter(([name]) => name in patch));
}

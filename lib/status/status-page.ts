import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { healthChecks } from "@/lib/health/registry";
import type { StatusPagePatch, StatusPageView } from "./contract";
import { forgetStatus } from "./public/cache";
import { readStatusSettings } from "./settings";

export async function getStatusPage(actor: Actor): Promise<StatusPageView> {
  authorise(actor, "status_page.manage");
  const [settings, subscribers] = await Promise.all([
    readStatusSettings(),
    sql().prisma.statusSubscriber.count({ where: { confirmedAt: { not: null } } }),
  ]);
  return { ...settings, subscribers, checks: healthChecks.map(({ name, label }) => ({ name, label })) };
}

export async function changeStatusPage(actor: Actor, patch: StatusPagePatch): Promise<StatusPageView> {
  authorise(actor, "status_page.manage");
  const unknown = patch.components?.find(({ check }) => !healthChecks.some(({ name }) => name === check));
  if (unknown) {
    const message = `There is no check ${unknown.check}.`;
    throw coreErrors.validation_failed({ detail: message, errors: [{ path: "components", message }] });
  }
  await transaction(async (tx) => {
    const before = await readStatusSettings();
    await tx.prisma.statusPage.update({ where: { id: 1 }, data: { ...patch, updatedAt: new Date() } });
    await recordAudit(tx, actor, {
      action: "status_page.changed",
      targetKind: "status_page",
      targetId: null,
      before,
      after: patch,
    });
  });
  forgetStatus();
  return getStatusPage(actor);
}

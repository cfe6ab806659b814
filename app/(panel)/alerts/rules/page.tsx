import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RuleList } from "@/components/alerts/rules/rule-list";
import { may, reachOf } from "@/lib/access/permissions";
import { listRules } from "@/lib/alerts/rules/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.alerts.rules");
  return { title: t("alertRules") };
}

export default async function RulesPage() {
  const actor = await requirePageActor("alert.read");
  const { items } = await listRules(actor);
  return (
    <RuleList rules={items} canManage={may(actor, "alert.manage")} isStaff={reachOf(actor, "alert.read") === "all"} />
  );
}

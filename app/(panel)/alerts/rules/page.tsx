import type { Metadata } from "next";
import { RuleList } from "@/components/alerts/rules/rule-list";
import { may, reachOf } from "@/lib/access/permissions";
import { listRules } from "@/lib/alerts/rules/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Alert rules" };

export default async function RulesPage() {
  const actor = await requirePageActor("alert.read");
  const { items } = await listRules(actor);
  return (
    <RuleList rules={items} canManage={may(actor, "alert.manage")} isStaff={reachOf(actor, "alert.read") === "all"} />
  );
}

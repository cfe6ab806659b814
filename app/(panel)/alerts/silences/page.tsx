import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SilenceList } from "@/components/alerts/silence-list";
import { may } from "@/lib/access/permissions";
import { listRules } from "@/lib/alerts/rules/queries";
import { listSilences } from "@/lib/alerts/silences/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.alerts.silences");
  return { title: t("silences") };
}

export default async function SilencesPage() {
  const actor = await requirePageActor("alert.read");
  const [silences, rules] = await Promise.all([listSilences(actor), listRules(actor)]);
  return <SilenceList silences={silences.items} rules={rules.items} canManage={may(actor, "alert.manage")} />;
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RuleForm } from "@/components/alerts/rules/rule-form";
import { listSubjects } from "@/lib/alerts/rules/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listOwnChannelNames } from "@/lib/notifications/channels/own-channels";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.alerts.rules.new");
  return { title: t("newAlertRule") };
}

export default async function NewRulePage() {
  const actor = await requirePageActor("alert.manage");
  const [subjects, channels] = await Promise.all([listSubjects(actor), listOwnChannelNames(actor)]);
  return <RuleForm rule={null} subjects={subjects} channels={channels} canManage />;
}

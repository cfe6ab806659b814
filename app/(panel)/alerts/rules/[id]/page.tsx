import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RuleForm } from "@/components/alerts/rules/rule-form";
import { may } from "@/lib/access/permissions";
import { getRule, listSubjects } from "@/lib/alerts/rules/queries";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { listOwnChannelNames } from "@/lib/notifications/channels/own-channels";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.alerts.rules.id");
  return { title: t("alertRule") };
}

type Props = { params: Promise<{ id: string }> };

export default async function RulePage({ params }: Props) {
  const actor = await requirePageActor("alert.read");
  const rule = await orNotFound(getRule(actor, await readId(params)));
  const [subjects, channels] = await Promise.all([listSubjects(actor), listOwnChannelNames(actor)]);
  return <RuleForm rule={rule} subjects={subjects} channels={channels} canManage={may(actor, "alert.manage")} />;
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlertDetail } from "@/components/alerts/alert-detail";
import { may } from "@/lib/access/permissions";
import { getAlert } from "@/lib/alerts/incidents/queries";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.alerts.id");
  return { title: t("alert") };
}

export default async function AlertPage({ params }: Props) {
  const actor = await requirePageActor("alert.read");
  const alert = await orNotFound(getAlert(actor, await readId(params)));
  return <AlertDetail alert={alert} canHandle={may(actor, "alert.handle")} />;
}

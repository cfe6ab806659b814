import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SecurityFactors } from "@/components/account/security/security-factors";

import { PageFrame } from "@/components/ui/page-frame";
import { listFactors } from "@/lib/auth/factors/setup/list-factors";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account.security");
  return { title: t("security") };
}

export default async function SecurityPage() {
  const t = await getTranslations("pages.account.security");
  const actor = await requirePageActor("account.read", { duringEnrolment: true });
  const view = await listFactors(actor);
  return (
    <PageFrame title={t("security")} lead={t("aSecondFactorProtects")}>
      <SecurityFactors view={view} mustEnrol={actor.assurance?.mustEnrol ?? false} />
    </PageFrame>
  );
}

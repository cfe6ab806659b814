import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AccountNav } from "@/components/account/account-nav";
import { SectionMessages } from "@/components/ui/i18n/section-messages";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account");
  return { title: { default: t("account"), template: `%s · ${t("account")} · LightNode` } };
}

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor("account.read", { duringEnrolment: true });
  return (
    <SectionMessages of="(panel)/account/layout">
      <AccountNav onlySecurity={actor.assurance?.mustEnrol ?? false} />
      {children}
    </SectionMessages>
  );
}

import type { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";
import { SectionNav } from "@/components/ui/navigation/section-nav";
import { requirePageActor } from "@/lib/http/pages/page-actor";

type Texts = ReturnType<typeof useTranslations<"pages.alerts">>;

const pages = (t: Texts) =>
  [
    { label: t("alerts"), href: "/alerts" },
    { label: t("rulesText"), href: "/alerts/rules" },
    { label: t("silencesText"), href: "/alerts/silences" },
    { label: t("statisticsText"), href: "/alerts/statistics" },
  ] as const;

export default async function AlertsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("pages.alerts");
  await requirePageActor("alert.read");
  return (
    <SectionMessages of="(panel)/alerts/layout">
      <SectionNav label={t("alerts")} pages={[...pages(t)]} />
      {children}
    </SectionMessages>
  );
}

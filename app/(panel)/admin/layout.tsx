import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

/** Several pages share their name with one of the account. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin");
  return {
    title: { default: t("administration"), template: "%s · Administration · LightNode" },
  };
}

export default function AdministrationLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/admin/layout">{children}</SectionMessages>;
}

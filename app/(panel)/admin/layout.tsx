import type { Metadata } from "next";
import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

/** Several pages share their name with one of the account. */
export const metadata: Metadata = {
  title: { default: "Administration", template: "%s · Administration · LightNode" },
};

export default function AdministrationLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/admin/layout">{children}</SectionMessages>;
}

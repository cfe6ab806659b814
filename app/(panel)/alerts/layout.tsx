import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";
import { SectionNav } from "@/components/ui/navigation/section-nav";
import { requirePageActor } from "@/lib/http/pages/page-actor";

const pages = [
  { label: "Alerts", href: "/alerts" },
  { label: "Rules", href: "/alerts/rules" },
  { label: "Silences", href: "/alerts/silences" },
  { label: "Statistics", href: "/alerts/statistics" },
] as const;

export default async function AlertsLayout({ children }: { children: ReactNode }) {
  await requirePageActor("alert.read");
  return (
    <SectionMessages of="(panel)/alerts/layout">
      <SectionNav label="Alerts" pages={[...pages]} />
      {children}
    </SectionMessages>
  );
}

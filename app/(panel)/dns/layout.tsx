import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function DnsLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/dns/layout">{children}</SectionMessages>;
}

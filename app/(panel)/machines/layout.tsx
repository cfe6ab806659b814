import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function MachinesLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/machines/layout">{children}</SectionMessages>;
}

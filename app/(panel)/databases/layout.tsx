import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function DatabasesLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/databases/layout">{children}</SectionMessages>;
}

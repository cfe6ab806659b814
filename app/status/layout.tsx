import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function StatusLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="status/layout">{children}</SectionMessages>;
}

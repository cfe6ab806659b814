import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function ServersLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/servers/layout">{children}</SectionMessages>;
}

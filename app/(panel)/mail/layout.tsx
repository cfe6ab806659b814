import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function MailLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/mail/layout">{children}</SectionMessages>;
}

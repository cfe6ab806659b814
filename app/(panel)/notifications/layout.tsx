import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function NotificationsLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(panel)/notifications/layout">{children}</SectionMessages>;
}

import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <SectionMessages of="(auth)/layout">{children}</SectionMessages>;
}

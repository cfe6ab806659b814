import type { ReactNode } from "react";
import { SectionMessages } from "@/components/ui/i18n/section-messages";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <SectionMessages of="docs/layout">
      <main>{children}</main>
    </SectionMessages>
  );
}

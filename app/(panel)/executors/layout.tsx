import type { ReactNode } from "react";
import { ExecutorNav } from "@/components/executors/executor-nav";
import { SectionMessages } from "@/components/ui/i18n/section-messages";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export default async function ExecutorsLayout({ children }: { children: ReactNode }) {
  await requirePageActor("executor.read");
  return (
    <SectionMessages of="(panel)/executors/layout">
      <ExecutorNav />
      {children}
    </SectionMessages>
  );
}

import type { ReactNode } from "react";
import { ExecutorNav } from "@/components/executors/executor-nav";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export default async function ExecutorsLayout({ children }: { children: ReactNode }) {
  await requirePageActor("executor.read");
  return (
    <>
      <ExecutorNav />
      {children}
    </>
  );
}

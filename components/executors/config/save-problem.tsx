import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ProblemAlert } from "@/components/ui/problem-alert";

/** Why settings were not saved. Fields with a message may be far above the button. */
export function SaveProblem({ form }: { form: { problem: string | null; errors: Record<string, ReactNode> } }) {
  const t = useTranslations("executors.config");
  const hasMarked = Object.keys(form.errors).length > 0;
  return <ProblemAlert problem={form.problem ?? (hasMarked ? t("correctTheMarkedFields") : null)} />;
}

"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

/** Runs one job now. */
export function RunJobButton({ name, hasFailed }: { name: string; hasFailed: boolean }) {
  const t = useTranslations("admin.jobs");
  const label = hasFailed ? t("retry") : t("runNow");
  const run = useAction(() => api("POST", "/admin/jobs/[name]", { params: { name } }), {
    done: ({ requested }) => (requested ? t("aWorkerRunsIt") : t("itIsWaitingFor")),
    refresh: true,
  });
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => run.mutate()}
      loading={run.isPending}
      aria-label={`${label}: ${name}`}
    >
      {label}
    </Button>
  );
}

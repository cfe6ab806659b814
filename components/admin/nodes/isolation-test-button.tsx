"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";

const lookEveryMs = 2_000;

/** Requests a new test and polls until its result is there. */
export function IsolationTestButton({ id, asked }: { id: string; asked: boolean }) {
  const t = useTranslations("admin.nodes");
  const refresh = useRefresh();
  const [waiting, setWaiting] = useState(asked);
  useEffect(() => setWaiting(asked), [asked]);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(refresh, lookEveryMs);
    return () => clearInterval(timer);
  }, [waiting, refresh]);

  const ask = useAction(() => api("POST", "/admin/nodes/[id]/isolation-test", { params: { id } }), {
    onDone: () => setWaiting(true),
    refresh: true,
  });
  return (
    <Button size="xs" variant="default" loading={waiting || ask.isPending} onClick={() => ask.mutate()}>
      {t("tryItNow")}
    </Button>
  );
}

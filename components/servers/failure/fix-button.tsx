"use client";

import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"servers.failure">>;

type Fix = NonNullable<ServerDetailView["fix"]>;

const words = (t: Texts) => ({ memory: t("memory"), diskSpace: t("diskSpace") }) as const;

/** Ends a restart that waits, makes the server larger and starts it. A quota or machine that is full refuses the size. */
async function applyFix({ id, status, restart }: ServerDetailView, { field, value }: Fix): Promise<void> {
  const params = { id };
  if (restart) await api("DELETE", "/servers/[id]/restart", { params });
  await api("PATCH", "/servers/[id]", { params, body: { [field]: value } });
  if (status === "offline") await api("POST", "/servers/[id]/power", { params, body: { action: "start" } });
  else await api("POST", "/servers/[id]/retry", { params });
}

export function FixButton({ server, fix, onDone }: { server: ServerDetailView; fix: Fix; onDone: () => void }) {
  const t = useTranslations("servers.failure");
  const apply = useAction(() => applyFix(server, fix), { onDone, onFailed: onDone });
  return (
    <Button size="xs" leftSection={<IconArrowUp size={14} />} loading={apply.isPending} onClick={() => apply.mutate()}>
      {t("raiseToGiBAnd", { field: words(t)[fix.field], value: fix.value })}
    </Button>
  );
}

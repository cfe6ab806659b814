"use client";

import { Button, Group } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.services">>;

const actions = (t: Texts) =>
  ({
    restart: {
      label: t("restart"),
      path: "/admin/providers/[id]/restart",
      effect: t("connectionsEndAndThe"),
    },
    upgrade: {
      label: t("upgrade"),
      path: "/admin/providers/[id]/upgrade",
      effect: t("thePanelLooksFor"),
    },
  }) as const;
type Action = keyof ReturnType<typeof actions>;

/** What can be done with a service that the panel runs, each after a question. */
export function ServiceActions({ provider, onDone }: { provider: ProviderView; onDone: () => void }) {
  const t = useTranslations("admin.services");
  const [asking, setAsking] = useState<Action | null>(null);
  const { id, name, status } = provider;
  const names = Object.keys(actions(t)) as Action[];
  return (
    <Group gap="sm">
      {names.map((action) => (
        <Button
          key={action}
          variant="default"
          disabled={status === "provisioning" || status === "deleting"}
          onClick={() => setAsking(action)}
        >
          {actions(t)[action].label}
        </Button>
      ))}
      {asking ? (
        <ConfirmDialog
          title={`${actions(t)[asking].label} ${name}`}
          label={actions(t)[asking].label}
          isHarmless
          onConfirm={() => api("POST", actions(t)[asking].path, { params: { id } })}
          onDone={onDone}
          onClose={() => setAsking(null)}
        >
          <p style={{ margin: 0 }}>{actions(t)[asking].effect}</p>
        </ConfirmDialog>
      ) : null}
    </Group>
  );
}

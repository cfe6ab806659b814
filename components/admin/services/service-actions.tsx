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
      title: (name: string) => `${t("restart")} ${name}`,
      send: (id: string) => api("POST", "/admin/providers/[id]/restart", { params: { id } }),
      effect: t("connectionsEndAndThe"),
    },
    upgrade: {
      label: t("upgrade"),
      title: (name: string) => `${t("upgrade")} ${name}`,
      send: (id: string) => api("POST", "/admin/providers/[id]/upgrade", { params: { id } }),
      effect: t("thePanelLooksFor"),
    },
    "standard-ports": {
      label: t("useTheStandardPorts"),
      title: () => t("useTheStandardPorts"),
      send: (id: string) => api("PATCH", "/admin/providers/[id]", { params: { id }, body: { standardPorts: true } }),
      effect: t("theServiceRestartsAt"),
    },
  }) as const;
type Action = keyof ReturnType<typeof actions>;

/** What can be done with a service that the panel runs, each after a question. */
export function ServiceActions({ provider, onDone }: { provider: ProviderView; onDone: () => void }) {
  const t = useTranslations("admin.services");
  const [asking, setAsking] = useState<Action | null>(null);
  const { id, name, status, managed } = provider;
  const canMove = managed?.standardPorts === false;
  const names: Action[] = ["restart", "upgrade", ...(canMove ? ["standard-ports" as const] : [])];
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
          title={actions(t)[asking].title(name)}
          label={actions(t)[asking].label}
          isHarmless
          onConfirm={() => actions(t)[asking].send(id)}
          onDone={onDone}
          onClose={() => setAsking(null)}
        >
          <p style={{ margin: 0 }}>{actions(t)[asking].effect}</p>
        </ConfirmDialog>
      ) : null}
    </Group>
  );
}

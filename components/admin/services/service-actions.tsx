"use client";

import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

const actions = {
  restart: {
    label: "Restart",
    path: "/admin/providers/[id]/restart",
    effect: "Connections end, and the service is back in some seconds. Its data stays.",
  },
  upgrade: {
    label: "Upgrade",
    path: "/admin/providers/[id]/upgrade",
    effect:
      "The panel looks for newer packages. If there are some, the service restarts with them: connections end, and it is back in some seconds. If the new version does not start, the version from before runs again.",
  },
} as const;
type Action = keyof typeof actions;

/** What can be done with a service that the panel runs, each after a question. */
export function ServiceActions({ provider, onDone }: { provider: ProviderView; onDone: () => void }) {
  const [asking, setAsking] = useState<Action | null>(null);
  const { id, name, status } = provider;
  const names = Object.keys(actions) as Action[];
  return (
    <Group gap="sm">
      {names.map((action) => (
        <Button
          key={action}
          variant="default"
          disabled={status === "provisioning" || status === "deleting"}
          onClick={() => setAsking(action)}
        >
          {actions[action].label}
        </Button>
      ))}
      {asking ? (
        <ConfirmDialog
          title={`${actions[asking].label} ${name}`}
          label={actions[asking].label}
          isHarmless
          onConfirm={() => api("POST", actions[asking].path, { params: { id } })}
          onDone={onDone}
          onClose={() => setAsking(null)}
        >
          <p style={{ margin: 0 }}>{actions[asking].effect}</p>
        </ConfirmDialog>
      ) : null}
    </Group>
  );
}

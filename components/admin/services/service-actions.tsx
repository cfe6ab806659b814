"use client";

import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

const actions = {
  restart: {
    label: "Restart",
    send: (id: string) => api("POST", "/admin/providers/[id]/restart", { params: { id } }),
    effect: "Connections end, and the service is back in some seconds. Its data stays.",
  },
  upgrade: {
    label: "Upgrade",
    send: (id: string) => api("POST", "/admin/providers/[id]/upgrade", { params: { id } }),
    effect:
      "The panel looks for newer packages. If there are some, the service restarts with them: connections end, and it is back in some seconds. If the new version does not start, the version from before runs again.",
  },
  "standard-ports": {
    label: "Use the standard ports",
    send: (id: string) => api("PATCH", "/admin/providers/[id]", { params: { id }, body: { standardPorts: true } }),
    effect:
      "The service restarts at the ports where programs look for it. Customers see the new ports on their pages. It cannot be moved back.",
  },
};
type Action = keyof typeof actions;

/** What can be done with a service that the panel runs, each after a question. */
export function ServiceActions({ provider, onDone }: { provider: ProviderView; onDone: () => void }) {
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
          {actions[action].label}
        </Button>
      ))}
      {asking ? (
        <ConfirmDialog
          title={asking === "standard-ports" ? actions[asking].label : `${actions[asking].label} ${name}`}
          label={actions[asking].label}
          isHarmless
          onConfirm={() => actions[asking].send(id)}
          onDone={onDone}
          onClose={() => setAsking(null)}
        >
          <p style={{ margin: 0 }}>{actions[asking].effect}</p>
        </ConfirmDialog>
      ) : null}
    </Group>
  );
}

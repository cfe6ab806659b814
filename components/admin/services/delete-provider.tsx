"use client";

import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

/** Disconnects a service that customers have nothing on, or removes one that the panel runs. */
export default function DeleteProvider({ provider, onClose }: { provider: ProviderView; onClose: () => void }) {
  const refresh = useRefresh();
  const { id, name, resources, mode } = provider;
  const label = mode === "external" ? "Disconnect" : "Remove";
  const effect =
    mode === "external"
      ? "The panel forgets its address and credentials. The service itself is not changed."
      : "Its container and all of its data are removed. This cannot be undone.";
  return (
    <ConfirmDialog
      title={`${label} ${name}`}
      label={label}
      {...(mode === "managed" ? { typed: name } : {})}
      isImpossible={resources > 0}
      onConfirm={async () => {
        await api("DELETE", "/admin/providers/[id]", { params: { id } });
        toastDone(mode === "external" ? `${name} is disconnected.` : `${name} is being removed.`);
        refresh();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        {resources > 0
          ? `Customers have ${resources} ${resources === 1 ? "object" : "objects"} on it. Everything on it must be deleted first. Close the service to get no new ones.`
          : effect}
      </p>
    </ConfirmDialog>
  );
}

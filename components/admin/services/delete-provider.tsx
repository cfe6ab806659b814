"use client";

import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

/** Disconnects a service that customers have nothing on. */
export default function DeleteProvider({ provider, onClose }: { provider: ProviderView; onClose: () => void }) {
  const refresh = useRefresh();
  const { id, name, resources } = provider;
  return (
    <ConfirmDialog
      title={`Disconnect ${name}`}
      label="Disconnect"
      isImpossible={resources > 0}
      onConfirm={async () => {
        await api("DELETE", "/admin/providers/[id]", { params: { id } });
        toastDone(`${name} is disconnected.`);
        refresh();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        {resources > 0
          ? `Customers have ${resources} ${resources === 1 ? "object" : "objects"} on it. Everything on it must be deleted first. Close the service to get no new ones.`
          : "The panel forgets its address and credentials. The service itself is not changed."}
      </p>
    </ConfirmDialog>
  );
}

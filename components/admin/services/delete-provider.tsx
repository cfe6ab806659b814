"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

/** Disconnects a service that customers have nothing on, or removes one that the panel runs. */
export default function DeleteProvider({ provider, onClose }: { provider: ProviderView; onClose: () => void }) {
  const t = useTranslations("admin.services");
  const refresh = useRefresh();
  const { id, name, resources, mode } = provider;
  const label = mode === "external" ? t("disconnect") : t("remove");
  const effect = mode === "external" ? t("thePanelForgetsIts") : t("itsContainerAndAll");
  return (
    <ConfirmDialog
      title={`${label} ${name}`}
      label={label}
      {...(mode === "managed" ? { typed: name } : {})}
      isImpossible={resources > 0}
      onConfirm={async () => {
        await api("DELETE", "/admin/providers/[id]", { params: { id } });
        toastDone(mode === "external" ? t("isDisconnected", { name }) : t("isBeingRemoved", { name }));
        refresh();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{resources > 0 ? t("customersHaveObjectObjects", { resources }) : effect}</p>
    </ConfirmDialog>
  );
}

"use client";

import { Alert, Button, Stack } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import { hostedStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Card } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderKindView, ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";
import { staffChannel } from "@/lib/realtime/contract";

const ServiceSettings = dynamic(() => import("./service-settings"), { ssr: false });

type Props = { provider: ProviderView; kind: ProviderKindView | undefined; canManage: boolean };

/** A service that the panel runs: what it runs from, an upgrade, and its settings. */
export function ManagedService({ provider, kind, canManage }: Props) {
  const { id, name, status, version, managed } = provider;
  const [isAsking, setIsAsking] = useState(false);
  const refresh = useRefresh();
  const onStatus = ({ resourceId }: { resourceId: string }) => (resourceId === id ? refresh() : undefined);
  useChannelEvent(staffChannel, "hosted.status", hostedStatusShape, onStatus, { onReconnect: refresh });
  if (!managed) return null;
  const facts = [
    ["Version", version ?? "not known yet"],
    ["Image", managed.image ?? "not made yet"],
    ["Ports", provider.endpoints.map((endpoint) => `${endpoint.name} ${endpoint.port}`).join(", ")],
  ];
  return (
    <>
      {managed.failure ? (
        <Alert color="red" role="status" title="The last change failed">
          {managed.failure} {status === "active" ? "The service runs as before." : ""}
        </Alert>
      ) : null}
      <Card title="Service">
        <Stack gap="sm">
          <span aria-live="polite">
            <StatusPill status={status === "active" ? "up" : status} />
          </span>
          <dl style={{ display: "flex", flexWrap: "wrap", gap: "8px 32px", margin: 0 }}>
            {facts.map(([label, value]) => (
              <div key={label}>
                <dt style={{ fontSize: 13 }}>{label}</dt>
                <dd style={{ margin: 0, overflowWrap: "anywhere" }}>{value}</dd>
              </div>
            ))}
          </dl>
          {canManage ? (
            <Button
              variant="default"
              w="fit-content"
              disabled={status === "provisioning" || status === "deleting"}
              onClick={() => setIsAsking(true)}
            >
              Upgrade
            </Button>
          ) : null}
        </Stack>
      </Card>
      {canManage && kind && kind.settings.length > 0 ? (
        <Card title="Settings">
          <ServiceSettings provider={provider} fields={kind.settings} onDone={refresh} />
        </Card>
      ) : null}
      {isAsking ? <UpgradeDialog id={id} name={name} onDone={refresh} onClose={() => setIsAsking(false)} /> : null}
    </>
  );
}

type UpgradeProps = { id: string; name: string; onDone: () => void; onClose: () => void };

function UpgradeDialog({ id, name, onDone, onClose }: UpgradeProps) {
  return (
    <ConfirmDialog
      title={`Upgrade ${name}`}
      label="Upgrade"
      isHarmless
      onConfirm={() => api("POST", "/admin/providers/[id]/upgrade", { params: { id } })}
      onDone={onDone}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        The panel looks for newer packages. If there are some, the service restarts with them: connections end, and it
        is back in some seconds. If the new version does not start, the version from before runs again.
      </p>
    </ConfirmDialog>
  );
}

"use client";

import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconEye, IconEyeOff, IconQrcode } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import { addressOf, isBeingReserved } from "./address";
import { type FreshCredentials, recallCredentials } from "./fresh-credentials";

const QrCode = dynamic(() => import("./qr-code"), { ssr: false, loading: () => <div style={{ height: 190 }} /> });

/** The server's address and secrets: shown once after creation, later by an audited reveal. */
export function ConnectionCard({
  server,
  isReserving,
  canReveal,
}: {
  server: ServerDetailView;
  /** The address may still change. */
  isReserving: boolean;
  canReveal: boolean;
}) {
  const [qr, setQr] = useState(false);
  const address = isReserving ? null : addressOf(server);
  return (
    <Card
      title="Connection"
      aside={
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconQrcode size={16} />}
          onClick={() => setQr(!qr)}
          disabled={!address}
          aria-expanded={qr}
        >
          QR code
        </Button>
      }
    >
      <Stack gap={2}>
        {address ? (
          <CopyField label="Address" value={address} />
        ) : (
          <p style={{ margin: 0 }}>
            {isReserving || isBeingReserved(server) ? "The address is being reserved." : "The server has no address."}
          </p>
        )}
        {qr && address ? <QrCode text={address} label={`Address ${address} as a QR code`} /> : null}
        {server.addressChange ? (
          <Alert color="yellow" p="xs" my={6} role="status">
            The address changed <RelativeTime at={server.addressChange.at} />: it was {server.addressChange.from}.{" "}
            {server.addressChange.comesBack
              ? "Another program uses the old port. The server gets the port back at a start after the port is free."
              : "Players need the new address."}
          </Alert>
        ) : null}
        {server.placement ? <PlacementReason placement={server.placement} /> : null}
        <CopyField label="RCON port" value={String(server.rconPort)} />
        {canReveal ? <Secrets serverId={server.id} /> : null}
      </Stack>
    </Card>
  );
}

function Secrets({ serverId }: { serverId: string }) {
  const [secrets, setSecrets] = useState<FreshCredentials | null>(null);
  useEffect(() => setSecrets(recallCredentials(serverId)), [serverId]);

  const reveal = useAction(() => api("GET", "/servers/[id]/credentials", { params: { id: serverId } }), {
    onDone: ({ rconPassword, panel }) => setSecrets({ rconPassword, panel }),
  });

  return (
    <>
      <CopyField label="RCON password" value={secrets?.rconPassword ?? ""} masked={!secrets} />
      <CopyField label="Panel user" value={secrets?.panel.username ?? ""} masked={!secrets} />
      <CopyField label="Panel password" value={secrets?.panel.password ?? ""} masked={!secrets} />
      <Group mt="xs">
        {secrets ? (
          <Button
            data-local
            size="xs"
            variant="default"
            leftSection={<IconEyeOff size={14} />}
            onClick={() => setSecrets(null)}
          >
            Hide
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconEye size={14} />}
            loading={reveal.isPending}
            onClick={() => reveal.mutate()}
          >
            Reveal credentials
          </Button>
        )}
      </Group>
    </>
  );
}

function PlacementReason({
  placement: { because, considered },
}: {
  placement: NonNullable<ServerDetailView["placement"]>;
}) {
  return (
    <details style={{ fontSize: 14, padding: "4px 0" }}>
      <summary>Why this machine</summary>
      <p style={{ margin: "6px 0" }}>{because}</p>
      {considered.length > 0 ? (
        <ul style={{ margin: 0, paddingLeft: 20 }}>
          {considered.map(({ node, address, reason }) => (
            <li key={`${node} ${address}`}>
              {node} ({address}): {reason}
            </li>
          ))}
        </ul>
      ) : null}
    </details>
  );
}

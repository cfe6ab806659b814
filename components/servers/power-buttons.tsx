"use client";

import { Button } from "@mantine/core";
import { IconBolt, IconPlayerPlay, IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { toastFailure } from "@/components/ui/toast";
import type { PowerAction, ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/untyped";

// Few visits kill a server, so the dialog is loaded on demand.
const ConfirmDialog = dynamic(
  () => import("@/components/ui/dialog/confirm-dialog").then((module) => module.ConfirmDialog),
  {
    ssr: false,
  },
);

type Props = { server: ServerDetailView; onDone: () => void };

/** Power actions that the state allows. A button that would be refused is not shown. */
export function PowerButtons({ server, onDone }: Props) {
  const [busy, setBusy] = useState<PowerAction | null>(null);
  const [killing, setKilling] = useState(false);
  const { status } = server;
  async function act(action: PowerAction) {
    setBusy(action);
    try {
      await api("POST", `/servers/${server.id}/power`, { body: { action } });
      onDone();
    } catch (error) {
      toastFailure(error);
    }
    setBusy(null);
  }
  return (
    <>
      {status === "offline" || status === "crashed" ? (
        <Button leftSection={<IconPlayerPlay size={16} />} loading={busy === "start"} onClick={() => act("start")}>
          Start
        </Button>
      ) : null}
      {status === "online" ? (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={busy === "restart"}
          onClick={() => act("restart")}
        >
          Restart
        </Button>
      ) : null}
      {status === "online" || status === "starting" ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} />}
          loading={busy === "stop"}
          onClick={() => act("stop")}
        >
          Stop
        </Button>
      ) : null}
      {status === "stopping" || status === "starting" ? (
        <Button
          variant="default"
          leftSection={<IconBolt size={16} />}
          loading={busy === "kill"}
          onClick={() => setKilling(true)}
        >
          Kill
        </Button>
      ) : null}
      {killing ? (
        <ConfirmDialog
          title="Kill the server"
          label="Kill"
          onConfirm={async () => {
            await api("POST", `/servers/${server.id}/power`, { body: { action: "kill" } });
            onDone();
          }}
          onClose={() => setKilling(false)}
        >
          <p style={{ margin: 0 }}>
            Ends the game at once, without saving: what happened since its last save is lost, and files that are being
            written may break.
          </p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function Retry({ server, onDone }: Props) {
  const [busy, setBusy] = useState(false);
  async function retry() {
    setBusy(true);
    try {
      await api("POST", `/servers/${server.id}/retry`);
      onDone();
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  return (
    <Button size="xs" leftSection={<IconRefresh size={14} />} loading={busy} onClick={retry}>
      Retry
    </Button>
  );
}
PowerButtons.Retry = Retry;

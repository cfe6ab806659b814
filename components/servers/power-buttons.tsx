"use client";

import { Button } from "@mantine/core";
import { IconBolt, IconPlayerPlay, IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import type { PowerAction, ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";

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
  const t = useTranslations("servers");
  const [killing, setKilling] = useState(false);
  const { status } = server;
  const params = { id: server.id };
  const act = useAction((action: PowerAction) => api("POST", "/servers/[id]/power", { params, body: { action } }), {
    onDone,
  });
  const isRunning = (action: PowerAction) => act.isPending && act.variables === action;
  return (
    <>
      {status === "offline" || status === "crashed" ? (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={isRunning("start")}
          onClick={() => act.mutate("start")}
        >
          {t("start")}
        </Button>
      ) : null}
      {status === "online" ? (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={isRunning("restart")}
          onClick={() => act.mutate("restart")}
        >
          {t("restart")}
        </Button>
      ) : null}
      {status === "online" || status === "starting" ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} />}
          loading={isRunning("stop")}
          onClick={() => act.mutate("stop")}
        >
          {t("stop")}
        </Button>
      ) : null}
      {status === "stopping" || status === "starting" ? (
        <Button variant="default" leftSection={<IconBolt size={16} />} onClick={() => setKilling(true)}>
          {t("kill")}
        </Button>
      ) : null}
      {killing ? <KillDialog server={server} onDone={onDone} onClose={() => setKilling(false)} /> : null}
    </>
  );
}

function KillDialog({ server, onDone, onClose }: Props & { onClose: () => void }) {
  const t = useTranslations("servers");
  const params = { id: server.id };
  return (
    <ConfirmDialog
      title={t("killTheServer")}
      label={t("kill")}
      onConfirm={() => api("POST", "/servers/[id]/power", { params, body: { action: "kill" } })}
      onDone={onDone}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{t("endsTheGameAt")}</p>
    </ConfirmDialog>
  );
}

function Retry({ server, onDone }: Props) {
  const t = useTranslations("servers");
  const retry = useAction(() => api("POST", "/servers/[id]/retry", { params: { id: server.id } }), { onDone });
  return (
    <Button size="xs" leftSection={<IconRefresh size={14} />} loading={retry.isPending} onClick={() => retry.mutate()}>
      {t("retry")}
    </Button>
  );
}
PowerButtons.Retry = Retry;

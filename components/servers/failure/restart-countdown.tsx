"use client";

import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useAction } from "@/components/ui/use-action";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import classes from "./crash-card.module.css";

type Restart = NonNullable<ServerDetailView["restart"]>;
type Props = { serverId: string; restart: Restart; canCancel: boolean; onDone: () => void };

const tickMs = 250;

/** Milliseconds that are left; the answer says how many there were, so the clock of this machine does not matter. */
function useTimeLeft(restart: Restart): number {
  const [leftMs, setLeftMs] = useState(restart.inMs);
  useEffect(() => {
    const endMs = performance.now() + restart.inMs;
    const tick = () => setLeftMs(Math.max(0, endMs - performance.now()));
    tick();
    const timer = setInterval(tick, tickMs);
    return () => clearInterval(timer);
  }, [restart]);
  return leftMs;
}

/** The restart that follows by itself, until it begins or somebody cancels it. */
export function RestartCountdown({ serverId, restart, canCancel, onDone }: Props) {
  const t = useTranslations("servers.failure");
  const seconds = Math.ceil(useTimeLeft(restart) / 1000);
  const params = { id: serverId };
  const cancel = useAction(() => api("DELETE", "/servers/[id]/restart", { params }), { onDone, onFailed: onDone });
  return (
    <div className={classes.restart}>
      <IconRefresh size={16} aria-hidden="true" />
      <span className="ln-figure" role="timer">
        {t("restartOfInS", { attempt: restart.attempt, of: restart.of, isWaiting: String(seconds > 0), seconds })}
      </span>
      {canCancel ? (
        <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("cancel")}
        </Button>
      ) : null}
    </div>
  );
}

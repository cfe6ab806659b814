"use client";

import { IconCheck, IconHeartbeat } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type CSSProperties, useCallback, useEffect, useState } from "react";
import shared from "@/components/executors/executors.module.css";
import { useExecutorChanges } from "@/components/executors/fleet/use-executor-changes";
import { LinkButton } from "@/components/ui/link-button";
import type { ExecutorView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";
import classes from "./first-heartbeat.module.css";

const colours = ["#2bbb9b", "#2f7de1", "#d08700", "#d93a3a", "#8a63d2"];

type Props = {
  executor: Pick<ExecutorView, "id" | "name">;
  channel: string;
  /** Called once, at the first heartbeat. */
  onArrived?: () => void;
  showLink?: boolean;
};

/** Waits for the first heartbeat of an executor and shows a short animation then. */
export function FirstHeartbeat({ executor, channel, onArrived, showLink = false }: Props) {
  const t = useTranslations("executors.enrolment");
  const [arrived, setArrived] = useState<ExecutorView | null>(null);
  const { id } = executor;
  const look = useCallback(async () => {
    const view = await api("GET", "/executors/[id]", { params: { id } }).catch(() => null);
    if (view?.lastSeenAt) setArrived(view);
  }, [id]);
  useExecutorChanges(channel, id, look);
  useEffect(() => {
    if (arrived) onArrived?.();
  }, [arrived, onArrived]);
  return (
    <div className={classes.panel} data-arrived={arrived ? true : undefined} role="status">
      {arrived ? <Confetti /> : null}
      <span className={classes.mark} aria-hidden="true">
        {arrived ? <IconCheck size={22} stroke={2.4} /> : <IconHeartbeat size={22} className="ln-pulse" />}
      </span>
      <div className={classes.text}>
        <p className={classes.title}>{arrived ? t("isOnline", { name: arrived.name }) : t("waitingForItsFirst")}</p>
        <p className={shared.hint}>
          {arrived
            ? t("itRunsOnProgram", {
                hostname: arrived.hostname ?? t("itsMachine"),
                version: arrived.version ?? "unknown",
              })
            : t("runTheSetUp")}
        </p>
      </div>
      {arrived && showLink ? (
        <LinkButton href={`/executors/${id}`} size="xs">
          {t("open", { nameCount: arrived.name.length > 24 ? t("it") : arrived.name })}
        </LinkButton>
      ) : null}
    </div>
  );
}

/** An animation of eighteen pieces, played once; none with reduced motion. */
function Confetti() {
  return Array.from({ length: 18 }, (_, index) => {
    const angle = (index / 18) * 2 * Math.PI;
    const reach = 60 + (index % 3) * 34;
    const style = {
      "--across": `${Math.round(Math.cos(angle) * reach * 1.6)}px`,
      "--down": `${Math.round(Math.sin(angle) * reach * 0.6)}px`,
      "--turn": `${index * 47}deg`,
      background: colours[index % colours.length],
    } as CSSProperties;
    return <span key={angle} className={classes.piece} style={style} aria-hidden="true" />;
  });
}

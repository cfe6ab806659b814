"use client";

import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { PowerButtons } from "../power-buttons";
import type { Rights } from "../rights";
import classes from "./crash-card.module.css";
import { CrashLog } from "./crash-log";
import { FixButton } from "./fix-button";
import { RestartCountdown } from "./restart-countdown";

type Props = { server: ServerDetailView; rights: Rights; onDone: () => void };

/** Why the game ended, where its log says so, what happens next and what may help. */
export function CrashCard({ server, rights, onDone }: Props) {
  const t = useTranslations("servers.failure");
  const { crash, failure, fix, restart, status } = server;
  const canStart = rights.power && status === "crashed";
  return (
    <section className={`ln-card ${classes.card}`} aria-labelledby="crash">
      <div className={classes.head}>
        <IconAlertTriangle size={20} className={classes.icon} aria-hidden="true" />
        <h2 id="crash" className={classes.title}>
          {crash?.cause.title ?? t("theGameStopped")}
        </h2>
        {crash ? (
          <span className={classes.facts}>
            {t.rich("exitCode", {
              hasCode: String(crash.exitCode !== null),
              exitCode: crash.exitCode ?? 0,
              time: () => <RelativeTime at={crash.at} />,
            })}
          </span>
        ) : null}
      </div>
      <p className={classes.text} role="status">
        {crash?.cause.text ?? failure?.message}
      </p>
      {crash && crash.lines.length > 0 ? <CrashLog lines={crash.lines} cause={crash.cause.line} /> : null}
      {restart ? (
        <RestartCountdown serverId={server.id} restart={restart} canCancel={rights.power} onDone={onDone} />
      ) : null}
      {fix?.problem ? (
        <p className={classes.text}>{t("aLargerSizeMay", { value: fix.value, problem: fix.problem })}</p>
      ) : null}
      {canStart || (fix && !fix.problem) ? (
        <div className={classes.actions}>
          {fix && !fix.problem && rights.power ? <FixButton server={server} fix={fix} onDone={onDone} /> : null}
          {canStart ? <PowerButtons.Retry server={server} onDone={onDone} /> : null}
        </div>
      ) : null}
    </section>
  );
}

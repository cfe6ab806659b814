"use client";

import { useTranslations } from "next-intl";
import { Art } from "@/components/ui/art/art";
import { CopyAction } from "@/components/ui/copy/copy-action";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { addressOf } from "../address";
import { ConnectButton } from "../connect/connect-button";
import { PowerButtons } from "../power-buttons";
import classes from "./cockpit-header.module.css";
import { useServerPage } from "./server-context";

/** Name, state, address, players and power buttons of the server; it stays at the top while the page scrolls. */
export function CockpitHeader({ players, isReserving }: { players: number | null; isReserving: boolean }) {
  const t = useTranslations("servers.cockpit");
  const { server, template, rights, refresh } = useServerPage();
  const address = isReserving ? null : addressOf(server);
  return (
    <header className={classes.header}>
      <div className={classes.inner}>
        <span className={classes.art}>
          <Art name={server.template} size={40} />
        </span>
        <div className={classes.names}>
          <div className={classes.title}>
            <h1 className={classes.name}>{server.name}</h1>
            <span aria-live="polite">
              <StatusPill status={server.status} />
            </span>
          </div>
          <div className={classes.facts}>
            {address ? (
              <span className={classes.address}>
                <code>{address}</code>
                <CopyAction label={t("address")} value={address} />
              </span>
            ) : null}
            {server.onlineSince && server.status === "online" ? <Started at={server.onlineSince} /> : null}
            {players === null ? null : <span className="ln-figure">{t("n1PlayerPlayers", { players })}</span>}
            <span className={classes.place}>
              {t("in", { name: template?.name ?? server.template, region: server.region })}
            </span>
          </div>
        </div>
        <div className={classes.actions}>
          <ConnectButton isReserving={isReserving} />
          {rights.power ? <PowerButtons server={server} onDone={refresh} /> : null}
        </div>
      </div>
    </header>
  );
}

function Started({ at }: { at: string }) {
  const t = useTranslations("servers.cockpit");
  return <span>{t.rich("started", { time: () => <RelativeTime at={at} /> })}</span>;
}

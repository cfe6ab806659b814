"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { isReserving } from "@/components/runs/server-words";
import { SectionNav } from "@/components/ui/navigation/section-nav";
import type { ServerDetailView, ServerEventView } from "@/lib/game-servers/contract";
import { CockpitHeader } from "./cockpit-header";
import { CockpitNotices } from "./cockpit-notices";
import { FiguresStrip } from "./figures-strip";
import classes from "./server-cockpit.module.css";
import { type ServerPageFacts, ServerProvider, useServerPage } from "./server-context";
import { tabHref, tabsOf } from "./server-tabs";
import { type Readings, useReadings } from "./use-readings";

type Props = ServerPageFacts & {
  initial: ServerDetailView;
  initialEvents: ServerEventView[];
  /** The newest stored figures; null when there are none of the last minutes. */
  readings: Readings | null;
  hasDatabases: boolean;
  /** The tab. */
  children: ReactNode;
};

/** The frame of a server's page: what is the same in all tabs. */
export function ServerCockpit({ readings, hasDatabases, children, ...page }: Props) {
  return (
    <ServerProvider {...page}>
      <Frame readings={readings} hasDatabases={hasDatabases}>
        {children}
      </Frame>
    </ServerProvider>
  );
}

function Frame({ readings: first, hasDatabases, children }: Pick<Props, "readings" | "hasDatabases" | "children">) {
  const t = useTranslations("servers.cockpit");
  const tRuns = useTranslations("runs");
  const { server, events, channel, rights } = useServerPage();
  const readings = useReadings(server.id, channel, server.status === "online", first);
  const [firstTab, ...others] = tabsOf(t, rights, hasDatabases).map(({ name, label }) => ({
    label,
    href: tabHref(server.id, name),
  }));
  return (
    <div className={classes.cockpit}>
      <CockpitHeader players={readings.players} isReserving={isReserving(tRuns, events, server.status)} />
      {firstTab ? <SectionNav label={t("server2")} pages={[firstTab, ...others]} /> : null}
      <div className={classes.body}>
        <CockpitNotices />
        <FiguresStrip readings={readings} />
        {children}
      </div>
    </div>
  );
}

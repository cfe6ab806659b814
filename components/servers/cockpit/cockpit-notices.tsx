"use client";

import { Alert } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { RunCard } from "@/components/runs/run-card";
import { serverWords } from "@/components/runs/server-words";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { addressOf } from "../address";
import { PowerButtons } from "../power-buttons";
import { useServerPage } from "./server-context";
import { useIsDisconnected } from "./use-is-disconnected";

// Few visits see a crash.
const CrashCard = dynamic(() => import("../failure/crash-card").then((module) => module.CrashCard));

/** What happens to the server, and what its owner should know, above every tab. */
export function CockpitNotices() {
  const t = useTranslations("servers.cockpit");
  const tRuns = useTranslations("runs");
  const { server, events, progress, rights, connected, renderedAt, refresh } = useServerPage();
  const isDisconnected = useIsDisconnected(connected);
  return (
    <>
      {isDisconnected ? (
        <p style={{ margin: 0, fontSize: 13, color: "var(--mantine-color-dimmed)" }}>{t("liveUpdatesAreOff")}</p>
      ) : null}
      {server.crash || (server.failure && server.status !== "failed") ? (
        <CrashCard server={server} rights={rights} onDone={refresh} />
      ) : null}
      {server.waiting ? (
        <Alert color="yellow" title={t("waiting")} role="status">
          {t("itContinuesAutomaticallyNo", { message: server.waiting.message })}
        </Alert>
      ) : null}
      {server.addressChange ? <AddressChange {...server.addressChange} /> : null}
      {server.restart || server.status === "crashed" ? null : (
        <RunCard
          events={events}
          status={server.status}
          words={serverWords(tRuns)}
          progress={progress}
          renderedAt={renderedAt}
          failure={server.status === "failed" ? server.failure : null}
          noun={t("server")}
          address={addressOf(server)}
          retry={rights.power && rights.reinstall ? <PowerButtons.Retry server={server} onDone={refresh} /> : null}
        />
      )}
    </>
  );
}

function AddressChange({ at, from, comesBack }: NonNullable<ServerDetailView["addressChange"]>) {
  const t = useTranslations("servers.cockpit");
  return (
    <Alert color="yellow" p="xs" role="status">
      {t.rich("theAddressChangedIt", { time: () => <RelativeTime at={at} />, from, comesBack: String(comesBack) })}
    </Alert>
  );
}

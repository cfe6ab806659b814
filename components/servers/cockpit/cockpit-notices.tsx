"use client";

import { Alert } from "@mantine/core";
import dynamic from "next/dynamic";
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
  const { server, events, progress, rights, connected, renderedAt, refresh } = useServerPage();
  const isDisconnected = useIsDisconnected(connected);
  return (
    <>
      {isDisconnected ? (
        <p style={{ margin: 0, fontSize: 13, color: "var(--mantine-color-dimmed)" }}>
          Live updates are off. This page refreshes every 2 seconds.
        </p>
      ) : null}
      {server.crash || (server.failure && server.status !== "failed") ? (
        <CrashCard server={server} rights={rights} onDone={refresh} />
      ) : null}
      {server.waiting ? (
        <Alert color="yellow" title="Waiting" role="status">
          {server.waiting.message} It continues automatically. No action is needed.
        </Alert>
      ) : null}
      {server.addressChange ? <AddressChange {...server.addressChange} /> : null}
      {server.restart || server.status === "crashed" ? null : (
        <RunCard
          events={events}
          status={server.status}
          words={serverWords}
          progress={progress}
          renderedAt={renderedAt}
          failure={server.status === "failed" ? server.failure : null}
          noun="server"
          address={addressOf(server)}
          retry={rights.power && rights.reinstall ? <PowerButtons.Retry server={server} onDone={refresh} /> : null}
        />
      )}
    </>
  );
}

function AddressChange({ at, from, comesBack }: NonNullable<ServerDetailView["addressChange"]>) {
  return (
    <Alert color="yellow" p="xs" role="status">
      The address changed <RelativeTime at={at} />: it was {from}.{" "}
      {comesBack
        ? "Another program uses the old port. The server gets the port back at a start after the port is free."
        : "Players need the new address."}
    </Alert>
  );
}

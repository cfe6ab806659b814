"use client";

import { Alert, Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Figures } from "@/components/monitoring/charts/figures";
import type { FirstChart } from "@/components/monitoring/charts/use-figures";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { usePageTitle } from "@/components/ui/use-page-title";
import { api } from "@/lib/http/client/api";
import type { MachineDetail as Machine } from "@/lib/monitoring/machines/contract";
import { MachineFacts } from "./machine-facts";

// The code of a tab is loaded with the tab.
const MachineSettings = dynamic(() => import("./machine-settings"), {
  ssr: false,
  loading: () => <Skeleton height={320} radius={10} />,
});

const refreshMs = 60_000;
const staleMs = 180_000;

type Props = { machine: Machine; channel: string; canManage: boolean; first?: FirstChart | undefined };

/** One machine: its charts, what it is, and its settings. */
export function MachineDetail({ machine: given, channel, canManage, first }: Props) {
  // Not the whole page again, which has a chart in it.
  const { data: machine } = useQuery({
    queryKey: ["machine", given.id, "detail", given],
    queryFn: ({ signal }) => api("GET", "/machines/[id]", { params: { id: given.id }, signal }),
    initialData: given,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
  usePageTitle(machine.name);
  return (
    <PageFrame title={machine.name} lead={<Lead machine={machine} />}>
      <Notices machine={machine} />
      <Tabs defaultValue="figures" keepMounted={false}>
        <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
          <Tabs.Tab value="figures">Figures</Tabs.Tab>
          <Tabs.Tab value="machine">Machine</Tabs.Tab>
          {canManage ? <Tabs.Tab value="settings">Settings</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="figures" pt="md">
          <Figures
            subject={{ kind: "machine", id: machine.id, channel }}
            first={first}
            emptyText="The agent sends its first samples within two minutes of its start."
          />
        </Tabs.Panel>
        <Tabs.Panel value="machine" pt="md">
          <MachineFacts machine={machine} />
        </Tabs.Panel>
        {canManage ? (
          <Tabs.Panel value="settings" pt="md">
            <MachineSettings machine={machine} />
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </PageFrame>
  );
}

function Lead({ machine: { presence, hostname, os, lastSampleAt, isLocal } }: { machine: Machine }) {
  return (
    <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
      <StatusPill status={presence} />
      {isLocal ? <span>the panel's own machine</span> : null}
      {hostname ? <span>{hostname}</span> : null}
      {os ? <span>{os}</span> : null}
      {lastSampleAt ? (
        <span>
          last sample <RelativeTime at={lastSampleAt} />
        </span>
      ) : null}
    </span>
  );
}

/** What a person has to know or to do. */
function Notices({ machine: { copySeenAt, clockSkewMs, presence, lastSampleAt } }: { machine: Machine }) {
  const skew = clockSkewMs ?? 0;
  return (
    <>
      {copySeenAt ? (
        <Alert color="red" title="A copy of the agent was refused">
          Another machine uses the same credentials, for example since its disk was cloned. Remove the agent's directory
          there, and install the agent with a new command while the original runs. Last seen{" "}
          <RelativeTime at={copySeenAt} />.
        </Alert>
      ) : null}
      {Math.abs(skew) > 30_000 ? (
        <Alert color="yellow" title="Its clock is wrong">
          It is {Math.round(Math.abs(skew) / 1000)} s {skew > 0 ? "ahead" : "behind"}. Set up time synchronisation on
          the machine.{" "}
          {Math.abs(skew) < 600_000 ? "Samples are stored with the corrected time." : "Samples are not corrected."}
        </Alert>
      ) : null}
      {presence === "offline" && lastSampleAt && Date.now() - Date.parse(lastSampleAt) > staleMs ? (
        <Alert color="yellow" title="No samples arrive">
          Check the machine and the service lightnode-agent. Samples of up to six hours are sent when it can reach the
          panel again.
        </Alert>
      ) : null}
    </>
  );
}

"use client";

import { Alert, Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("monitoring.machines");
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
          <Tabs.Tab value="figures">{t("figures")}</Tabs.Tab>
          <Tabs.Tab value="machine">{t("machine")}</Tabs.Tab>
          {canManage ? <Tabs.Tab value="settings">{t("settings")}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="figures" pt="md">
          <Figures
            subject={{ kind: "machine", id: machine.id, channel }}
            first={first}
            emptyText={t("theAgentSendsIts")}
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
  const t = useTranslations("monitoring.machines");
  return (
    <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
      <StatusPill status={presence} />
      {isLocal ? <span>{t("thePanelsOwnMachine")}</span> : null}
      {hostname ? <span>{hostname}</span> : null}
      {os ? <span>{os}</span> : null}
      {lastSampleAt ? <span>{t.rich("lastSample2", { time: () => <RelativeTime at={lastSampleAt} /> })}</span> : null}
    </span>
  );
}

/** What a person has to know or to do. */
function Notices({ machine: { copySeenAt, clockSkewMs, presence, lastSampleAt } }: { machine: Machine }) {
  const t = useTranslations("monitoring.machines");
  const skew = clockSkewMs ?? 0;
  return (
    <>
      {copySeenAt ? (
        <Alert color="red" title={t("aCopyOfThe")}>
          {t.rich("anotherMachineUsesThe", { time: () => <RelativeTime at={copySeenAt} /> })}
        </Alert>
      ) : null}
      {Math.abs(skew) > 30_000 ? (
        <Alert color="yellow" title={t("itsClockIsWrong")}>
          {t("itIsSAhead", {
            skew: Math.round(Math.abs(skew) / 1000),
            case: String(skew > 0),
            caseIs: String(Math.abs(skew) < 600_000),
          })}
        </Alert>
      ) : null}
      {presence === "offline" && lastSampleAt && Date.now() - Date.parse(lastSampleAt) > staleMs ? (
        <Alert color="yellow" title={t("noSamplesArrive")}>
          {t("checkTheMachineAnd")}
        </Alert>
      ) : null}
    </>
  );
}

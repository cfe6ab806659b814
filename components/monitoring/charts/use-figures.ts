"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { api } from "@/lib/http/client/api";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import type { SubjectKind } from "@/lib/monitoring/metrics/contract";
import { metricsSampleSchema } from "@/lib/realtime/contract";
import type { LiveSample } from "./chart-data";
import { type ChartState, type ShownPart, weekMs } from "./chart-state";

export type Subject = { kind: SubjectKind; id: string; channel: string };
type Query = ShownPart & { watch?: "true" | "false" };

/** What the page has read already for the part in its address. */
export type FirstChart = { part: ShownPart; chart: ChartView };

const isSame = (one: ShownPart, other: ShownPart) => JSON.stringify(one) === JSON.stringify(other);

/** How each kind is asked. */
const readers: Record<SubjectKind, (id: string, query: Query, signal: AbortSignal) => Promise<ChartView>> = {
  machine: (id, query, signal) => api("GET", "/machines/[id]/metrics", { params: { id }, query, signal }),
  server: (id, query, signal) => api("GET", "/servers/[id]/metrics", { params: { id }, query, signal }),
};

const refreshMs = 30_000;
const keptLive = 600;

/** The points of a page's charts, the samples since then, and the week before when it is compared. */
export function useFigures({ kind, id, channel }: Subject, { part, isCompared }: ChartState, first?: FirstChart) {
  const isLive = "range" in part;
  const shown = useQuery({
    queryKey: [kind, id, "figures", part],
    queryFn: ({ signal }) => readers[kind](id, { ...part, watch: isLive ? "true" : "false" }, signal),
    // Also says that somebody still looks.
    refetchInterval: isLive ? refreshMs : false,
    placeholderData: keepPreviousData,
    // Fresh when the page was made: the browser asks again after the interval only.
    ...(first && isSame(first.part, part) ? { initialData: first.chart, staleTime: refreshMs } : {}),
  });
  const earlier = shown.data && {
    from: new Date(Date.parse(shown.data.from) - weekMs).toISOString(),
    to: new Date(Date.parse(shown.data.to) - weekMs).toISOString(),
  };
  const compared = useQuery({
    queryKey: [kind, id, "figures", "week-before", part],
    queryFn: ({ signal }) => (earlier ? readers[kind](id, earlier, signal) : null),
    enabled: isCompared && earlier !== undefined,
    staleTime: 60_000,
  });
  const [live, setLive] = useState<readonly LiveSample[]>([]);
  useChannelEvent(isLive ? channel : null, "metrics.sample", metricsSampleSchema, ({ at, readings }) => {
    setLive((before) => [...before.slice(1 - keptLive), { atMs: Date.parse(at), readings }]);
  });
  return {
    chart: shown.data,
    error: shown.error,
    isLoading: shown.isFetching && shown.isPlaceholderData,
    compared: isCompared ? (compared.data ?? undefined) : undefined,
    live: isLive ? live : [],
  };
}

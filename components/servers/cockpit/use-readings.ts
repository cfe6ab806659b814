"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { fieldOf, isRecord } from "@/lib/core/records";
import { api } from "@/lib/http/client/api";

type Sample = { readings: Record<string, unknown> };

/** The shape of a sample, without a validation library: this page loads it at once. */
const sampleShape = {
  safeParse(data: unknown): { success: true; data: Sample } | { success: false } {
    const readings = fieldOf(data, "readings");
    return isRecord(readings) ? { success: true, data: { readings } } : { success: false };
  },
};

/** Figures that the panel stores, as it knew them last. They are measured every ten seconds. */
export type Readings = {
  cpuPercent: number | null;
  memoryBytes: number | null;
  diskBytes: number | null;
  players: number | null;
};

const watchMs = 50_000;
const watchedMetrics = "players.online,disk.used";

/** The newest stored figures; `isOnline`: only then they are measured. The panel publishes them while a page asks. */
export function useReadings(serverId: string, channel: string, isOnline: boolean, first: Readings | null): Readings {
  const [latest, setLatest] = useState<Readings | null>(first);
  useQuery({
    queryKey: ["server", serverId, "watch"],
    queryFn: ({ signal }) => {
      const query = { range: "1h", metrics: watchedMetrics, watch: "true" } as const;
      return api("GET", "/servers/[id]/metrics", { params: { id: serverId }, query, signal });
    },
    enabled: isOnline,
    refetchInterval: watchMs,
  });
  useChannelEvent(isOnline ? channel : null, "metrics.sample", sampleShape, ({ readings }) => {
    const reading = (name: string) => {
      const value = readings[name];
      return typeof value === "number" ? value : null;
    };
    setLatest((before) => ({
      cpuPercent: reading("cpu.percent"),
      memoryBytes: reading("memory.used"),
      // Measured less often than the others.
      diskBytes: reading("disk.used") ?? before?.diskBytes ?? null,
      players: reading("players.online") ?? before?.players ?? null,
    }));
  });
  return isOnline && latest ? latest : none;
}

const none: Readings = { cpuPercent: null, memoryBytes: null, diskBytes: null, players: null };

"use client";

import { useEffect, useRef, useState } from "react";

export type ConsoleLine = { id: string; stream: "stdout" | "stderr" | "command" | "reply"; text: string; at: string };
export type Sample = {
  at: string;
  cpuPercent: number;
  memoryBytes: number;
  networkReceivedBytes: number;
  networkSentBytes: number;
};
export type ConsoleFeed = {
  lines: ConsoleLine[];
  samples: Sample[];
  connected: boolean;
  add: (line: ConsoleLine) => void;
};

const keptLines = 2_000;
const keptSamples = 120;

/**
 * The console stream: history, then lines and figures as they come. The browser itself reconnects and sends the last
 * event's id, so nothing is lost or doubled.
 */
export function useConsole(serverId: string, enabled: boolean): ConsoleFeed {
  const [lines, setLines] = useState<ConsoleLine[]>([]);
  const [samples, setSamples] = useState<Sample[]>([]);
  const [connected, setConnected] = useState(false);
  const add = useRef((line: ConsoleLine) => setLines((known) => [...known, line].slice(-keptLines))).current;

  useEffect(() => {
    if (!enabled) return;
    const source = new EventSource(`/api/servers/${serverId}/console`);
    const seen = new Set<string>();
    let pending: ConsoleLine[] = [];
    // Lines come in bursts: one drawing per frame is enough.
    let frame = 0;
    const flush = () => {
      frame = 0;
      const batch = pending;
      pending = [];
      setLines((known) =>
        [...known, ...batch.filter((line) => !known.some((old) => old.id === line.id))].slice(-keptLines),
      );
    };
    source.addEventListener("open", () => setConnected(true));
    source.addEventListener("error", () => setConnected(false));
    source.addEventListener("line", (event) => {
      if (seen.has(event.lastEventId)) return;
      seen.add(event.lastEventId);
      pending.push({ id: event.lastEventId, ...JSON.parse(event.data) });
      frame ||= requestAnimationFrame(flush);
    });
    source.addEventListener("stats", (event) => {
      setSamples((known) => [...known, JSON.parse(event.data)].slice(-keptSamples));
    });
    return () => {
      source.close();
      cancelAnimationFrame(frame);
      setConnected(false);
    };
  }, [serverId, enabled]);

  return { lines, samples, connected, add };
}

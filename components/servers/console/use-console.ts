"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { type ConsoleLine, ConsoleStore, skippedText } from "./console-store";

type Texts = ReturnType<typeof useTranslations<"servers.console">>;

export type Sample = {
  at: string;
  cpuPercent: number;
  memoryBytes: number;
  networkReceivedBytes: number;
  networkSentBytes: number;
};
export type ConsoleFeed = { store: ConsoleStore; samples: Sample[]; connected: boolean };

const keptSamples = 120;
const reopenMs = 3_000;

/**
 * The console stream: history, then lines and figures as they come. The browser itself reconnects and sends the last
 * event's id, so nothing is lost or doubled; a stream that was refused is opened again here, with that id.
 */
export function useConsole(serverId: string, enabled: boolean): ConsoleFeed {
  const t = useTranslations("servers.console");
  const [store] = useState(() => new ConsoleStore((lines, more) => skippedText(t, lines, more)));
  const [samples, setSamples] = useState<Sample[]>([]);
  const [connected, setConnected] = useState(false);
  /** Id of the last line, kept also while the server is off and no stream is open. */
  const lastId = useRef("");

  useEffect(() => {
    if (!enabled) return;
    const close = openStream(t, serverId, lastId, {
      onConnected: setConnected,
      onLine: (data) => store.add(data),
      onSample: (sample) => setSamples((known) => [...known, sample].slice(-keptSamples)),
    });
    return () => {
      close();
      setConnected(false);
    };
  }, [t, serverId, enabled, store]);

  return useMemo(() => ({ store, samples, connected }), [store, samples, connected]);
}

type Handlers = {
  onConnected(connected: boolean): void;
  onLine(line: ConsoleLine): void;
  onSample(sample: Sample): void;
};

/** Returns a function that ends it. */
function openStream(
  t: Texts,
  serverId: string,
  lastId: { current: string },
  { onConnected, onLine, onSample }: Handlers,
): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function open() {
    const after = lastId.current === "" ? "" : `?after=${encodeURIComponent(lastId.current)}`;
    source = new EventSource(`/api/servers/${serverId}/console${after}`);
    source.addEventListener("open", () => onConnected(true));
    source.addEventListener("error", () => {
      onConnected(false);
      // Refused (busy, or the panel restarts behind a proxy): the browser does not try again by itself.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenMs);
    });
    source.addEventListener("line", (event) => {
      lastId.current = event.lastEventId;
      onLine(JSON.parse(event.data));
    });
    source.addEventListener("skipped", (event) => {
      const { lines, more } = JSON.parse(event.data);
      onLine({ stream: "skipped", text: skippedText(t, lines, more), left: { lines, more: more ?? false } });
    });
    source.addEventListener("stats", (event) => onSample(JSON.parse(event.data)));
  }
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

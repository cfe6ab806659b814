"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { provisioningStepShape, serverStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent, useRealtimeState } from "@/components/realtime/use-realtime";
import type { Progress } from "@/components/runs/run-stepper";
import type { ServerDetailView, ServerEventView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import { ApiError } from "@/lib/http/client/problem";

/**
 * One server with its timeline, kept up to date: events by the socket, and GET for missed events. Sequence numbers
 * combine both without gaps or duplicates.
 */
export function useServer(initial: ServerDetailView, initialEvents: ServerEventView[], channel: string) {
  const router = useRouter();
  const [server, setServer] = useState(initial);
  const [events, setEvents] = useState(initialEvents);
  const [progress, setProgress] = useState<Progress | null>(null);
  const state = useRealtimeState();
  const { id } = initial;

  // A fetched event has more fields than a pushed one (a step's duration): the later one replaces the earlier.
  const merge = useCallback((items: ServerEventView[]) => {
    setEvents((known) => {
      const bySequence = new Map([...known, ...items].map((item) => [item.sequence, item]));
      return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
    });
  }, []);

  const refresh = useCallback(async () => {
    try {
      const [view, timeline] = await Promise.all([
        api("GET", "/servers/[id]", { params: { id } }),
        api("GET", "/servers/[id]/events", { params: { id } }),
      ]);
      setServer(view);
      merge(timeline.items);
    } catch (error) {
      if (error instanceof ApiError && error.problem.status === 404) router.replace("/servers");
    }
  }, [id, merge, router]);

  useChannelEvent(
    channel,
    "provisioning.step",
    provisioningStepShape,
    (event) => {
      if (event.sequence === 0) {
        setProgress({ step: event.step, fraction: event.progress, message: event.message });
        return;
      }
      setProgress(null);
      // The restart after a crash has begun, and can no longer be cancelled.
      setServer((known) => (known.restart ? { ...known, restart: null } : known));
      const { at, run, step, status, sequence } = event;
      merge([{ at, run, step, status, message: event.message, sequence, durationMs: null }]);
    },
    { onReconnect: refresh, onSubscribed: refresh },
  );
  useChannelEvent(channel, "server.status", serverStatusShape, (event) => {
    if (event.status === "deleted") {
      router.replace("/servers");
      return;
    }
    setServer((known) => ({ ...known, status: event.status as ServerDetailView["status"] }));
    void refresh();
  });
  usePolling(state !== "connected", refresh);

  return { server, events, progress, refresh, connected: state === "connected" };
}

/** Asks every two seconds while there is no socket. */
function usePolling(isOn: boolean, refresh: () => Promise<void>): void {
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(refresh, 2_000);
    return () => clearInterval(timer);
  }, [isOn, refresh]);
}

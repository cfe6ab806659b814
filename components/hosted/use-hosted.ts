"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { hostedStatusShape, hostedStepShape } from "@/components/realtime/event-shapes";
import { useChannelEvent, useRealtimeState } from "@/components/realtime/use-realtime";
import type { HostedEventView, HostedView } from "@/lib/hosted-services/contract";
import { ApiError } from "@/lib/http/client/problem";

type Options<V> = {
  initial: V;
  initialEvents: HostedEventView[];
  channel: string;
  /** Reads the object and its timeline again. */
  load: () => Promise<[V, { items: HostedEventView[] }]>;
  /** Where to go when it is deleted. */
  list: string;
};

/** One hosted object with its timeline, kept up to date: events by the socket, and GET for missed events. */
export function useHosted<V extends HostedView>({ initial, initialEvents, channel, load, list }: Options<V>) {
  const router = useRouter();
  const [view, setView] = useState(initial);
  const [events, setEvents] = useState(initialEvents);
  const state = useRealtimeState();
  const { id } = initial;

  const merge = useCallback((items: HostedEventView[]) => {
    setEvents((known) => {
      const bySequence = new Map([...known, ...items].map((item) => [item.sequence, item]));
      return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
    });
  }, []);

  const refresh = useCallback(async () => {
    try {
      const [next, timeline] = await load();
      setView(next);
      merge(timeline.items);
    } catch (error) {
      if (error instanceof ApiError && error.problem.status === 404) router.replace(list);
    }
  }, [load, merge, router, list]);

  useChannelEvent(
    channel,
    "hosted.step",
    hostedStepShape,
    ({ resourceId, at, run, step, status, message, sequence }) => {
      if (resourceId === id && sequence > 0) merge([{ at, run, step, status, message, sequence, durationMs: null }]);
    },
    { onReconnect: refresh, onSubscribed: refresh },
  );
  useChannelEvent(channel, "hosted.status", hostedStatusShape, ({ resourceId, status }) => {
    if (resourceId !== id) return;
    if (status === "deleted") router.replace(list);
    else void refresh();
  });
  useEffect(() => {
    if (state === "connected") return;
    const timer = setInterval(refresh, 2_000);
    return () => clearInterval(timer);
  }, [state, refresh]);
  return { view, events, refresh, connected: state === "connected" };
}

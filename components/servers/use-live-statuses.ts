"use client";

import { useCallback, useEffect, useState } from "react";
import { serverStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent, useRealtimeState } from "@/components/realtime/use-realtime";

/**
 * States by server id as they change, from one channel. After the socket was disconnected, or if there is none,
 * `refresh` is called so that the page loads the states by GET.
 */
export function useLiveStatuses(channel: string, refresh: () => void): Record<string, string> {
  const [statuses, setStatuses] = useState<Record<string, string>>({});
  const state = useRealtimeState();
  const onStatus = useCallback(
    (event: { serverId: string; status: string }) => {
      setStatuses((known) => ({ ...known, [event.serverId]: event.status }));
      if (event.status === "deleted") refresh();
    },
    [refresh],
  );
  useChannelEvent(channel, "server.status", serverStatusShape, onStatus, { onReconnect: refresh });
  useEffect(() => {
    if (state !== "unavailable") return;
    const timer = setInterval(refresh, 5_000);
    return () => clearInterval(timer);
  }, [state, refresh]);
  return statuses;
}

"use client";

import { useCallback, useEffect, useState } from "react";
import { serverStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent, useRealtimeState } from "@/components/realtime/use-realtime";

const changing = new Set(["provisioning", "starting", "stopping", "deleting"]);

/**
 * States by server id as they change, from one channel. After the socket was disconnected, or if there is none,
 * `refresh` is called so that the page loads the states by GET; also when it listens for the first time, if a change of
 * `shown` may have ended before.
 */
export function useLiveStatuses(
  channel: string,
  refresh: () => void,
  shown: readonly { status: string }[],
): Record<string, string> {
  const [statuses, setStatuses] = useState<Record<string, string>>({});
  const state = useRealtimeState();
  const onStatus = useCallback(
    (event: { serverId: string; status: string }) => {
      setStatuses((known) => ({ ...known, [event.serverId]: event.status }));
      if (event.status === "deleted") refresh();
    },
    [refresh],
  );
  useChannelEvent(channel, "server.status", serverStatusShape, onStatus, {
    onReconnect: refresh,
    ...(shown.some(({ status }) => changing.has(status)) ? { onSubscribed: refresh } : {}),
  });
  useEffect(() => {
    if (state !== "unavailable") return;
    const timer = setInterval(refresh, 5_000);
    return () => clearInterval(timer);
  }, [state, refresh]);
  return statuses;
}

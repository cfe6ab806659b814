"use client";

import { useEffect, useState } from "react";
import { hostedStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent, useRealtimeState } from "@/components/realtime/use-realtime";
import { useRefresh } from "@/components/ui/use-refresh";

/**
 * States of hosted objects by id as they change. The page is loaded again after a deletion, after a lost socket, and if a
 * change of `items` may have ended before the page listened.
 */
export function useLiveHosted(channel: string, items: readonly { status: string }[]): Record<string, string> {
  const [statuses, setStatuses] = useState<Record<string, string>>({});
  const refresh = useRefresh();
  const state = useRealtimeState();
  const isChanging = items.some(({ status }) => status === "provisioning" || status === "deleting");
  useChannelEvent(
    channel,
    "hosted.status",
    hostedStatusShape,
    ({ resourceId, status }) => {
      setStatuses((known) => ({ ...known, [resourceId]: status }));
      if (status === "deleted") refresh();
    },
    { onReconnect: refresh, ...(isChanging ? { onSubscribed: refresh } : {}) },
  );
  useEffect(() => {
    if (state !== "unavailable") return;
    const timer = setInterval(refresh, 5_000);
    return () => clearInterval(timer);
  }, [state, refresh]);
  return statuses;
}

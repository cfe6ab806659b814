"use client";

import { useEffect, useState } from "react";
import { hostedStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent, useRealtimeState } from "@/components/realtime/use-realtime";
import { useRefresh } from "@/components/ui/use-refresh";

/** States of hosted objects by id as they change. The page is loaded again after a deletion and after a lost socket. */
export function useLiveHosted(channel: string): Record<string, string> {
  const [statuses, setStatuses] = useState<Record<string, string>>({});
  const refresh = useRefresh();
  const state = useRealtimeState();
  useChannelEvent(
    channel,
    "hosted.status",
    hostedStatusShape,
    ({ resourceId, status }) => {
      setStatuses((known) => ({ ...known, [resourceId]: status }));
      if (status === "deleted") refresh();
    },
    { onReconnect: refresh },
  );
  useEffect(() => {
    if (state !== "unavailable") return;
    const timer = setInterval(refresh, 5_000);
    return () => clearInterval(timer);
  }, [state, refresh]);
  return statuses;
}

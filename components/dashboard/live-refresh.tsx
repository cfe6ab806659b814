"use client";

import { useCallback, useRef } from "react";
import { hostedStatusShape, serverStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { useLiveStatuses } from "@/components/servers/use-live-statuses";
import { useRefresh } from "@/components/ui/use-refresh";

/** Refreshes the page when a state changes. Several changes at once cause one refresh. */
export function LiveRefresh({ channel }: { channel: string }) {
  const refreshPage = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(refreshPage, 150);
  }, [refreshPage]);
  useLiveStatuses(channel, refresh);
  useChannelEvent(channel, "server.status", serverStatusShape, refresh);
  useChannelEvent(channel, "hosted.status", hostedStatusShape, refresh);
  return null;
}

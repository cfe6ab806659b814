"use client";

import { useCallback, useEffect, useRef } from "react";
import { hostedStatusShape, serverStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { useLiveStatuses } from "@/components/servers/use-live-statuses";
import { useRefresh } from "@/components/ui/use-refresh";

const figuresMs = 30_000;

/**
 * Refreshes the page when a state changes; several changes at once cause one refresh. While the page is visible, its
 * figures are refreshed each 30 seconds.
 */
export function LiveRefresh({ channel, servers }: { channel: string; servers: readonly { status: string }[] }) {
  const refreshPage = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(refreshPage, 150);
  }, [refreshPage]);
  useLiveStatuses(channel, refresh, servers);
  useChannelEvent(channel, "server.status", serverStatusShape, refresh);
  useChannelEvent(channel, "hosted.status", hostedStatusShape, refresh);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refreshPage(), figuresMs);
    return () => clearInterval(timer);
  }, [refreshPage]);
  return null;
}

"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef } from "react";
import { serverStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { useLiveStatuses } from "@/components/servers/use-live-statuses";

/** Refreshes the page when a state changes. Several changes at once cause one refresh. */
export function LiveRefresh({ channel }: { channel: string }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => router.refresh(), 150);
  }, [router]);
  useLiveStatuses(channel, refresh);
  useChannelEvent(channel, "server.status", serverStatusShape, refresh);
  return null;
}

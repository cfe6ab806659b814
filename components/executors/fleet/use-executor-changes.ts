"use client";

import { useCallback, useEffect, useRef } from "react";
import { useChannelEvent, useRealtimeState } from "@/components/realtime/use-realtime";
import { fieldOf } from "@/lib/core/records";
import type { ExecutorChangedEvent } from "@/lib/realtime/contract";

/** Checked without a validation library, as all events that pages receive. */
const changedShape = {
  safeParse(data: unknown): { success: true; data: ExecutorChangedEvent } | { success: false } {
    return isChange(data) ? { success: true, data } : { success: false };
  },
};

function isChange(data: unknown): data is ExecutorChangedEvent {
  return typeof fieldOf(data, "executorId") === "string" && typeof fieldOf(data, "what") === "string";
}

const quietMs = 1_000;
const awayMs = 5_000;

/**
 * Calls `look` when an executor changed (`executorId` null: any executor), at most once a second; every 5 s while there
 * is no socket. Returns true while the socket is connected.
 */
export function useExecutorChanges(channel: string, executorId: string | null, look: () => void): boolean {
  const isConnected = useRealtimeState() === "connected";
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lookedAtMs = useRef(0);
  const soon = useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        lookedAtMs.current = Date.now();
        look();
      },
      Math.max(50, lookedAtMs.current + quietMs - Date.now()),
    );
  }, [look]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  const onChange = useCallback(
    (event: ExecutorChangedEvent) => {
      const isOurs = executorId === null || event.executorId === executorId || event.executorId === "*";
      if (isOurs) soon();
    },
    [executorId, soon],
  );
  useChannelEvent(channel, "executor.changed", changedShape, onChange, { onReconnect: soon, onSubscribed: soon });
  useEffect(() => {
    if (isConnected) return;
    const interval = setInterval(look, awayMs);
    return () => clearInterval(interval);
  }, [isConnected, look]);
  return isConnected;
}

"use client";

import { useRef } from "react";
import { ApiError } from "@/lib/http/client/problem";

type Send<B, T> = (body: B, headers: Record<string, string>) => Promise<T>;

/**
 * Sends a body with an idempotency key. The same body has the same key until the panel has answered, so that sending
 * it again after a lost answer creates nothing twice.
 */
export function useIdempotencyKey() {
  const last = useRef<{ text: string; key: string } | null>(null);
  return async <B, T>(body: B, send: Send<B, T>): Promise<T> => {
    const text = JSON.stringify(body);
    if (last.current?.text !== text) last.current = { text, key: newKey() };
    try {
      const answer = await send(body, { "idempotency-key": last.current.key });
      last.current = null;
      return answer;
    } catch (error) {
      const isLost = !(error instanceof ApiError) || error.problem.status === 0;
      if (!isLost) last.current = null;
      throw error;
    }
  };
}

/** Not `randomUUID`, which browsers have on https pages only. */
function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

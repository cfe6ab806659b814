"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { hostedStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";

type Page<T> = { items: T[]; nextCursor: string | null };
type Options<T> = {
  queryKey: readonly string[];
  channel: string;
  read: (query: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<Page<T>>;
};

/** A list of what a mail domain has, read again when one of them changes. */
export function useDomainList<T>({ queryKey, channel, read }: Options<T>) {
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => read({ limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const key = queryKey.join();
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: key.split(",") }), [client, key]);
  useChannelEvent(channel, "hosted.status", hostedStatusShape, () => void refresh(), {
    onReconnect: refresh,
    onSubscribed: refresh,
  });
  return { list, items: list.data?.pages.flatMap((page) => page.items) ?? [], refresh };
}

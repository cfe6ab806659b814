"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

const queryKey = ["notifications"];
const shownInBell = 8;

/** The newest notifications and the number of unread ones, as the bell shows them. */
export function useNotifications() {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => api("GET", "/notifications", { query: { limit: shownInBell }, signal }),
    staleTime: 60_000,
    // A role that has to set up its second factor first has none yet; the bell stays empty.
    retry: false,
  });
  return { data, reload: () => void queries.invalidateQueries({ queryKey }) };
}

/** Marks some notifications as read, or all without ids. */
export function useMarkRead(onDone?: () => void) {
  const queries = useQueryClient();
  return useAction((ids: string[] | undefined) => api("POST", "/notifications/read", { body: { ids } }), {
    onDone: () => {
      void queries.invalidateQueries({ queryKey });
      onDone?.();
    },
  });
}

"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useExecutorChanges } from "@/components/executors/fleet/use-executor-changes";
import type { ExecutorView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";

/** The key of a query about one executor. A change of the executor refreshes all of them that are shown. */
export function executorKey(id: string, ...part: string[]): string[] {
  return ["executor", id, ...part];
}

/** The current state of one executor, kept up to date with everything that the open tab shows of it. */
export function useExecutor(initial: ExecutorView, channel: string) {
  const { id } = initial;
  const queries = useQueryClient();
  const { data: executor } = useQuery({
    queryKey: executorKey(id),
    queryFn: ({ signal }) => api("GET", "/executors/[id]", { params: { id }, signal }),
    initialData: initial,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: executorKey(id) }), [queries, id]);
  const connected = useExecutorChanges(channel, id, refresh);
  return { executor, refresh, connected };
}

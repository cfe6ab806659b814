"use client";

import { useCallback, useEffect, useState } from "react";
import { useExecutorChanges } from "@/components/executors/fleet/use-executor-changes";
import type { ExecutorView } from "@/lib/executors/contract";
import { explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";

/** The current state of one executor. `changes` grows with each refresh, so that tabs refresh as well. */
export function useExecutor(initial: ExecutorView, channel: string) {
  const [executor, setExecutor] = useState(initial);
  const [changes, setChanges] = useState(0);
  const { id } = initial;
  const refresh = useCallback(async () => {
    const view = await api<ExecutorView>("GET", `/executors/${id}`).catch(() => null);
    if (view) setExecutor(view);
    setChanges((count) => count + 1);
  }, [id]);
  const connected = useExecutorChanges(channel, id, refresh);
  return { executor, changes, refresh, connected };
}

/** The answer of GET, fetched again when `changes` changes. The old answer is shown until the new one is there. */
export function useAnswer<T>(path: string, changes: number) {
  const [answer, setAnswer] = useState<{ path: string; data: T } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes` triggers a new request
  useEffect(() => {
    const controller = new AbortController();
    api<T>("GET", path, { signal: controller.signal })
      .then((data) => {
        setAnswer({ path, data });
        setProblem(null);
      })
      .catch((error) => {
        if (!controller.signal.aborted) setProblem(explain(error));
      });
    return () => controller.abort();
  }, [path, changes]);
  return { data: answer?.path === path ? answer.data : null, problem };
}

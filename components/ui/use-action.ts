"use client";

import { useMutation } from "@tanstack/react-query";
import { toastDone, toastFailure } from "./toast";
import { useRefresh } from "./use-refresh";

type Options<V, T> = {
  /** The message after success. */
  done?: string | ((answer: T, variables: V) => string);
  onDone?: (answer: T, variables: V) => void;
  onFailed?: () => void;
  /** Loads the data of the page again afterwards, also after a failure. */
  refresh?: boolean;
};

/**
 * One change that a click makes. A failure is shown as a short message at the edge of the page. `isPending` and
 * `variables` say which button is loading.
 */
export function useAction<V = void, T = unknown>(run: (variables: V) => Promise<T>, options: Options<V, T> = {}) {
  const { done, onDone, onFailed, refresh } = options;
  const refreshPage = useRefresh();
  return useMutation({
    mutationFn: run,
    onSuccess: (answer, variables) => {
      if (done) toastDone(typeof done === "function" ? done(answer, variables) : done);
      onDone?.(answer, variables);
    },
    onError: (error) => {
      toastFailure(error);
      onFailed?.();
    },
    onSettled: () => {
      if (refresh) refreshPage();
    },
  });
}

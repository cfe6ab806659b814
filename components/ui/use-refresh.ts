"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";

/** Dispatched before a page loads its data again. The page shell calls preventDefault to decide itself. */
export const refreshEvent = "lightnode-refresh";

/**
 * Loads the data of the page again. Every component uses this instead of the router's own refresh: without a session,
 * that one redirects to the sign-in page, and typed values would be lost.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  return useCallback(() => {
    if (window.dispatchEvent(new Event(refreshEvent, { cancelable: true }))) router.refresh();
  }, [router]);
}

import { QueryClient } from "@tanstack/react-query";

/**
 * Requests of the browser. They are sent also while the browser says that it is offline, since the panel may run on
 * the same machine; the client repeats broken GETs itself. Pages are kept up to date by events, not by the focus of
 * the window. An answer that no component uses any more is dropped: it may contain secrets.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: "always", retry: false, refetchOnWindowFocus: false, gcTime: 0 },
      mutations: { networkMode: "always", gcTime: 0 },
    },
  });
}

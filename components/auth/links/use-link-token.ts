"use client";

import { useEffect, useState } from "react";

/**
 * The token of a mailed link. It is in the URL fragment, which browsers send to no server, and is removed from the
 * address bar and the history as soon as it was read. Undefined until then; null if there is none.
 */
export function useLinkToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const read = () => {
      const found = /^#([0-9a-f]{64})$/.exec(window.location.hash)?.[1] ?? null;
      if (found) window.history.replaceState(window.history.state, "", window.location.pathname);
      setToken((known) => found ?? known ?? null);
    };
    read();
    // A link that is opened where its page is already open changes only the fragment.
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return token;
}

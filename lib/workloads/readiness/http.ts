import { formatAddress } from "@/lib/core/units";
import type { Probe } from "./probe";

/** The path answers with a status below 400. Redirects are not followed: they may lead to another machine. */
export const http: Probe<"http"> = {
  needsPort: true,
  async ask({ path }, { address, timeoutMs, signal }) {
    if (!address) return null;
    const startedAt = performance.now();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const url = `http://${formatAddress(address.host, address.port)}${path}`;
    try {
      const response = await fetch(url, { signal: limit, redirect: "manual" });
      await response.body?.cancel();
      if (response.status >= 400) return null;
      return `${path} answered ${response.status} in ${Math.round(performance.now() - startedAt)} ms`;
    } catch {
      signal.throwIfAborted();
      return null;
    }
  },
};

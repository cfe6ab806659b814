import { env } from "@/lib/core/env";

/** The resolvers that DNS is asked through, as addresses with an optional port; empty: those of the machine. */
export function configuredResolvers(): string[] {
  return env()
    .DNS_RESOLVERS.split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}

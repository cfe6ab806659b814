import type { HostedProvider } from "@/lib/db/generated/client";
import { openSealed } from "./sealed-connection";

type Stored = Pick<HostedProvider, "id" | "kind" | "mode" | "connectionSealed">;

/** The connection with its secrets; for the worker and for tests of the connection. The ports of a managed one may change. */
export async function openConnection(provider: Stored): Promise<unknown> {
  const stored = openSealed(provider);
  if (provider.mode === "external") return stored;
  // The client of the engine takes 20 MB, and pages that only name services need it not.
  const { openManaged } = await import("./managed/open-managed");
  return openManaged(provider, stored);
}

import type { Actor } from "@/lib/access/actor";
import type { HostedProvider } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import type { ProviderKind } from "./define-provider-kind";
import { loadProvider } from "./load-provider";
import { openConnection } from "./open-connection";
import { providerKindOf } from "./provider-registry";
import { recordHealth } from "./record-health";

const testTimeoutMs = 10_000;

/** Connects and signs in; `connection_failed` with the reason. */
export async function testConnection(
  kind: ProviderKind,
  connection: unknown,
): Promise<{ version: string; durationMs: number }> {
  const startedAt = performance.now();
  const version = await kind.test(connection, AbortSignal.timeout(testTimeoutMs));
  return { version, durationMs: Math.round(performance.now() - startedAt) };
}

/** The stored connection; the result is the provider's health. */
export function checkProvider(provider: HostedProvider): Promise<{ version: string; durationMs: number }> {
  return recordHealth(provider.id, async () =>
    testConnection(providerKindOf(provider.kind), await openConnection(provider)),
  );
}

/** Tests the stored connection and records the result as the provider's health. */
export async function testProvider(actor: Actor, id: string): Promise<{ version: string; durationMs: number }> {
  const provider = await loadProvider(actor, id, "provider.manage", sql());
  return checkProvider(provider);
}

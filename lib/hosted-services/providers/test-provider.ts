import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import type { ProviderKind } from "./define-provider-kind";
import { loadProvider, openConnection } from "./load-provider";
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

/** Tests the stored connection and records the result as the provider's health. */
export async function testProvider(actor: Actor, id: string): Promise<{ version: string; durationMs: number }> {
  const provider = await loadProvider(actor, id, "provider.manage", sql());
  return recordHealth(provider.id, () => testConnection(providerKindOf(provider.kind), openConnection(provider)));
}

import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { HealthFinding } from "./contract";
import { currentHealth } from "./run-checks";

export async function readHealth(actor: Actor): Promise<{ items: HealthFinding[] }> {
  authorise(actor, "health.read");
  return { items: await currentHealth() };
}

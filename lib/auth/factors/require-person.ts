import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";

/**
 * The signed-in person's id. Second factors are a person's own business: a server's panel login acts in its owner's name
 * but holds neither their telephone nor their right to it, and a token cannot stand in for them either.
 */
export function requirePerson(actor: Actor): string {
  if (!actor.userId || actor.kind !== "user") {
    throw coreErrors.forbidden({ detail: "Only a signed-in person has second factors." });
  }
  return actor.userId;
}

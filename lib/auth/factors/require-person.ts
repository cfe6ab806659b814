import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";

/**
 * The signed-in person's id. Second factors belong to a person: a server's panel login acts in its owner's name
 * but has neither their telephone nor the right to it, and a token cannot act for them here either.
 */
export function requirePerson(actor: Actor): string {
  if (!actor.userId || actor.kind !== "user") {
    throw coreErrors.forbidden({ detail: "Only a signed-in person has second factors." });
  }
  return actor.userId;
}

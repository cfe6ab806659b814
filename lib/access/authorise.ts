import { coreErrors } from "@/lib/core/errors";
import type { Actor } from "./actor";
import { type Permission, type Reach, reachOf } from "./permissions";

/** Throws `forbidden` unless the actor has the permission; returns how far it reaches. */
export function authorise(actor: Actor, permission: Permission): Exclude<Reach, "none"> {
  const reach = reachOf(actor, permission);
  if (reach === "none") {
    throw coreErrors.forbidden({ detail: `This needs the permission ${permission}, which you do not have.` });
  }
  return reach;
}

/** The user the actor acts for; throws `forbidden` for the system, which owns nothing. */
export function requireUserId(actor: Actor): string {
  if (!actor.userId) throw coreErrors.forbidden({ detail: "This needs a user." });
  return actor.userId;
}

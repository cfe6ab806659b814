import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";

/**
 * Whom the routes of one part of the API refuse: the `refusals.ts` beside them. `app/api/refusals.integration.test.ts`
 * reads all of them and calls every route.
 */
export type Refusal = {
  /** Roles that may not call it at all; "open" asks for no session. */
  refuses: Role[] | "open";
  /** A valid body, so that later checks are reached. */
  body?: Record<string, unknown>;
  /** The name in `objects` of what `[id]` identifies. */
  id?: string;
};

/** Creates an object of this user, and resolves with its id. */
export type MakeObject = (owner: Actor) => Promise<string>;

export type Refusals = {
  /** Null: objects of this kind belong to no user. */
  objects?: Record<string, MakeObject | null>;
  /** By method and path. */
  lines: Record<string, Refusal>;
};

export const nobody: Role[] = [];
export const guests: Role[] = ["GUEST"];
export const customers: Role[] = ["GUEST", "USER"];
export const notAdministrators: Role[] = ["GUEST", "USER", "MANAGER"];

export function defineRefusals(refusals: Refusals): Refusals {
  return refusals;
}

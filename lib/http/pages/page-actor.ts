import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "@/lib/access/actor";
import { may, type Permission } from "@/lib/access/permissions";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { actorOfSession } from "@/lib/auth/sessions/sessions";
import { isAppError } from "@/lib/core/errors";
import { requestOrigin } from "../callers/authenticate";
import { pathHeader, signInFor } from "./page-path";

/** The actor of the page request, or null. Read once per request for all components. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (!token) return null;
  return actorOfSession(token, requestOrigin(await headers(), null));
});

export type PageOptions = {
  /** Open to people who have yet to set up the second factor that their role needs; others are redirected there. */
  duringEnrolment?: boolean;
};

/**
 * For pages behind sign-in: redirects to the sign-in page without an actor, and shows "not found" for what the actor
 * may not see.
 */
export async function requirePageActor(permission?: Permission, options: PageOptions = {}): Promise<Actor> {
  const actor = await currentActor();
  if (!actor) redirect(signInFor((await headers()).get(pathHeader)));
  if (actor.assurance?.mustEnrol && !options.duringEnrolment) redirect("/account/security");
  if (permission && !may(actor, permission)) notFound();
  return actor;
}

/** Runs a query for a page; a missing resource (or one of another owner) becomes the 404 page. */
export async function orNotFound<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (isAppError(error) && (error.status === 404 || error.status === 403)) notFound();
    throw error;
  }
}

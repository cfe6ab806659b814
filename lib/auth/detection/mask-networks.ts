import type { Actor } from "@/lib/access/actor";
import { maskAddress, maskEmail, visibilityOf } from "@/lib/access/fields";

/**
 * Networks as the actor may see them: an actor who sees masked addresses of sessions sees the /24 of an IPv4 address,
 * as it is here anyway, and of an IPv6 network its beginning. Also inside sentences.
 */
export function maskNetworks(actor: Actor, text: string): string {
  if (visibilityOf(actor, "session.ip", false) === "clear") return text;
  return text.replace(/[0-9a-f:]+::\/64/g, (network) => maskAddress(network));
}

export type PersonRow = { id: string; name: string; email: string };

/** Somebody's name, and their address as the actor may see it. */
export function personView(actor: Actor, person: PersonRow | null) {
  if (!person) return null;
  const visibility = visibilityOf(actor, "user.email", person.id === actor.userId);
  const email = visibility === "clear" ? person.email : visibility === "masked" ? maskEmail(person.email) : null;
  return { id: person.id, name: person.name, email };
}

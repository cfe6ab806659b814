import { keysOf } from "@/lib/core/records";
import type { Actor } from "./actor";
import { fieldRules } from "./generated/tables";
import type { Role } from "./permissions";

/**
 * What of a resource each role may see, field by field: the second half of the permission table. A query passes its
 * result to {@link maskFields}; the documentation, the roles page and the tests read the same table. A field that is
 * not listed is shown to every actor who may read the resource.
 */
export type Visibility = "clear" | "masked" | "hidden";

export type FieldRule = {
  /** Of one's own things, and of everybody's. */
  own: Record<Role, Visibility>;
  others: Record<Role, Visibility>;
  /** How much of it `masked` leaves. */
  mask: "email" | "address" | "whole";
};

const whole = () => "•••";

/** `a•••@example.net`: enough to recognise an address one knows. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? whole() : `${email.slice(0, 1)}•••${email.slice(at)}`;
}

/** The network without the machine: `192.0.2.•••`, `2001:db8:•••`. */
export function maskAddress(address: string): string {
  if (address.includes(":")) return `${address.split(":").slice(0, 2).join(":")}:•••`;
  return address.replace(/\.\d+$/, ".•••");
}

const masks = { email: maskEmail, address: maskAddress, whole } as const;

export { fieldRules };

export type FieldName = keyof typeof fieldRules;

/** How the actor sees this field of something that is (or is not) theirs. The panel itself sees everything. */
export function visibilityOf(actor: Pick<Actor, "kind" | "role">, field: FieldName, isOwn: boolean): Visibility {
  if (actor.kind === "system") return "clear";
  return fieldRules[field][isOwn ? "own" : "others"][actor.role];
}

type Resource = FieldName extends `${infer R}.${string}` ? R : never;

/**
 * The thing as the actor may see it: masked texts are shortened, hidden ones become null (or an empty object, where the
 * field is a record).
 */
export function maskFields<T extends object>(
  actor: Pick<Actor, "kind" | "role">,
  resource: Resource,
  thing: T,
  isOwn: boolean,
): T {
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(thing));
  for (const name of keysOf(fieldRules)) {
    const [of, field = ""] = name.split(".");
    if (of !== resource || !Object.hasOwn(result, field)) continue;
    const visibility = visibilityOf(actor, name, isOwn);
    const value = result[field];
    if (visibility === "clear" || value === null || value === undefined) continue;
    if (visibility === "masked" && typeof value === "string") result[field] = masks[fieldRules[name].mask](value);
    else result[field] = typeof value === "object" ? {} : null;
  }
  return result as T;
}

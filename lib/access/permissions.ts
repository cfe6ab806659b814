import { limitedTokenPermissions, permissions, resourceLoginPermissions } from "./generated/tables";

/**
 * Who may do what. The table is assembled from the manifests of the modules: a permission is `resource.action`; a role
 * reaches nothing, its own, or all of them. Pages, routes, token scopes, tests and the documentation read this table.
 */
export const roles = ["ADMIN", "MANAGER", "USER", "GUEST"] as const;
export type Role = (typeof roles)[number];
export type Reach = "all" | "own" | "none";

export { permissions };

export type Permission = keyof typeof permissions;

const ofResourceLogin: ReadonlySet<string> = new Set(resourceLoginPermissions);
const ofLimitedToken: ReadonlySet<string> = new Set(limitedTokenPermissions);

/**
 * Lets an API token use routes that ask a person for step-up authentication. Never implied by `*`: it must be chosen
 * explicitly.
 */
export const stepUpScope = "step_up";

/** Scopes an API token may carry: any permission, `resource.*`, `*`, or {@link stepUpScope}. */
export function isScope(text: string): boolean {
  if (text === "*" || text === stepUpScope || Object.hasOwn(permissions, text)) return true;
  return text.endsWith(".*") && Object.keys(permissions).some((name) => name.startsWith(text.slice(0, -1)));
}

export function scopeCovers(scope: string, permission: Permission): boolean {
  return scope === "*" || scope === permission || (scope.endsWith(".*") && permission.startsWith(scope.slice(0, -1)));
}

type Grant = {
  kind: "user" | "token" | "resource_login" | "system";
  role: Role;
  scopes: readonly string[] | null;
  /** The only resources a token may touch; absent or null: not limited. */
  resourceIds?: readonly string[] | null;
};

/** How far the actor's permission reaches. Pure; every check in the panel ends here. */
export function reachOf(actor: Grant, permission: Permission): Reach {
  if (actor.kind === "system") return "all";
  if (actor.kind === "resource_login") return ofResourceLogin.has(permission) ? "own" : "none";
  if (actor.resourceIds && !ofLimitedToken.has(permission)) return "none";
  if (actor.scopes && !actor.scopes.some((scope) => scopeCovers(scope, permission))) return "none";
  return permissions[permission][actor.role];
}

/** Whether the actor may do this at all, to something. */
export function may(actor: Grant, permission: Permission): boolean {
  return reachOf(actor, permission) !== "none";
}

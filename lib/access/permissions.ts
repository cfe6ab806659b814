/**
 * Who may do what: the one table. A permission is `resource.action`; a role reaches nothing, its own, or all of them.
 * Pages, routes, token scopes, tests and the documentation read this table and nothing else.
 */
export const roles = ["ADMIN", "MANAGER", "USER", "GUEST"] as const;
export type Role = (typeof roles)[number];
export type Reach = "all" | "own" | "none";

const everyone = { ADMIN: "all", MANAGER: "all", USER: "own", GUEST: "own" } as const;
const notGuests = { ADMIN: "all", MANAGER: "all", USER: "own", GUEST: "none" } as const;
const staff = { ADMIN: "all", MANAGER: "all", USER: "none", GUEST: "none" } as const;
const administrators = { ADMIN: "all", MANAGER: "none", USER: "none", GUEST: "none" } as const;
const ownOnly = { ADMIN: "own", MANAGER: "own", USER: "own", GUEST: "own" } as const;

export const permissions = {
  "server.create": notGuests,
  "server.read": everyone,
  /** Name, settings and size. Wiping is `server.reinstall`. */
  "server.update": notGuests,
  "server.reinstall": notGuests,
  "server.power": notGuests,
  "server.command": notGuests,
  "server.console": notGuests,
  "server.delete": notGuests,
  "server.credentials": notGuests,
  "server.share": notGuests,
  "server.suspend": staff,
  "executor.create": notGuests,
  "executor.read": notGuests,
  "executor.manage": notGuests,
  "executor.command": notGuests,
  "executor_template.read": notGuests,
  "executor_template.manage": notGuests,
  "template.read": everyone,
  "region.read": everyone,
  "node.read": staff,
  "node.manage": administrators,
  "run.read": staff,
  "user.read": staff,
  "user.manage": administrators,
  "account.read": ownOnly,
  "account.manage": ownOnly,
  "security.read": staff,
  "security.manage": administrators,
  "access.explain": administrators,
  "audit.read": administrators,
  "encryption.manage": administrators,
  "mail.read": administrators,
  "mail.manage": administrators,
  "job.read": administrators,
  "job.manage": administrators,
} as const satisfies Record<string, Record<Role, Reach>>;

export type Permission = keyof typeof permissions;

/** What a sign-in with a server's panel login may do, on that server only. */
const serverLoginPermissions: ReadonlySet<Permission> = new Set([
  "server.read",
  "template.read",
  "server.power",
  "server.command",
  "server.console",
]);

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
  kind: "user" | "token" | "server_login" | "system";
  role: Role;
  scopes: readonly string[] | null;
  /** The only servers a token may touch; absent or null: not limited. */
  serverIds?: readonly string[] | null;
};

/** What a token that is limited to servers may still do: things to those servers, and what a choice of them needs. */
function fitsServerLimit(permission: Permission): boolean {
  if (permission === "server.create") return false;
  return permission.startsWith("server.") || permission === "template.read" || permission === "region.read";
}

/** How far the actor's permission reaches. Pure; every check in the panel ends here. */
export function reachOf(actor: Grant, permission: Permission): Reach {
  if (actor.kind === "system") return "all";
  if (actor.kind === "server_login") return serverLoginPermissions.has(permission) ? "own" : "none";
  if (actor.serverIds && !fitsServerLimit(permission)) return "none";
  if (actor.scopes && !actor.scopes.some((scope) => scopeCovers(scope, permission))) return "none";
  return permissions[permission][actor.role];
}

/** Whether the actor may do this at all, to something. */
export function may(actor: Grant, permission: Permission): boolean {
  return reachOf(actor, permission) !== "none";
}

import type { Reach, Role } from "./permissions";

/** The usual reaches of a permission by role, for the manifests of modules. */
type Reaches = Record<Role, Reach>;

export const everyone: Reaches = { ADMIN: "all", MANAGER: "all", USER: "own", GUEST: "own" };
export const notGuests: Reaches = { ADMIN: "all", MANAGER: "all", USER: "own", GUEST: "none" };
export const staff: Reaches = { ADMIN: "all", MANAGER: "all", USER: "none", GUEST: "none" };
export const administrators: Reaches = { ADMIN: "all", MANAGER: "none", USER: "none", GUEST: "none" };
export const ownOnly: Reaches = { ADMIN: "own", MANAGER: "own", USER: "own", GUEST: "own" };
export const ownNotGuests: Reaches = { ADMIN: "own", MANAGER: "own", USER: "own", GUEST: "none" };

import type { Role } from "./permissions";

/**
 * Who acts. Created at the entry (lib/http/callers/authenticate.ts, the command line, the worker) and passed down; nothing
 * below reads a cookie or a header again.
 */
export type Actor = {
  kind: "user" | "token" | "resource_login" | "system";
  /** Null only for the system. */
  userId: string | null;
  role: Role;
  /** Name and e-mail, for pages. */
  name: string;
  email: string;
  /** The language that the account chose; null or absent: none. Only sessions of browsers have it. */
  locale?: string | null;
  /** Scopes of an API token; null: not limited. */
  scopes: readonly string[] | null;
  /** The one resource that a panel login may touch. */
  resourceId: string | null;
  /** The only resources an API token may touch; absent: not limited. */
  resourceIds?: readonly string[] | null;
  sessionId: string | null;
  /** The API token that is used, and the stored digest of the secret that was shown; absent otherwise. */
  token?: { id: string; digest: string };
  origin: RequestOrigin;
  /** Strength of the authentication; absent for the system and for panel logins. */
  assurance?: Assurance;
};

/** Read along with the session or token, in the same statement. */
export type Assurance = {
  /** Seconds since they last proved it with the strongest thing they have; null: never, or a token. */
  confirmedSecondsAgo: number | null;
  /** Whether they have a second factor. */
  hasFactor: boolean;
  /** Their role needs a second factor and they have none: nothing but setting one up is open to them. */
  mustEnrol: boolean;
  /** A session from an unknown device that the owner has not confirmed yet. */
  newDeviceSessionId: string | null;
};

/** Where a request came from, for the audit log and the limits. */
export type RequestOrigin = { ip: string | null; userAgent: string | null; requestId: string | null };

export const noOrigin: RequestOrigin = { ip: null, userAgent: null, requestId: null };

/** The panel itself: the worker, the command line, first-start seeding. May do everything. */
export const systemActor: Actor = {
  kind: "system",
  userId: null,
  role: "ADMIN",
  name: "system",
  email: "",
  scopes: null,
  resourceId: null,
  sessionId: null,
  origin: noOrigin,
};

import type { Role } from "./permissions";

/**
 * Who acts. Made at the door (lib/http/authenticate.ts, the command line, the worker) and handed down; nothing below
 * asks a cookie or a header again.
 */
export type Actor = {
  kind: "user" | "token" | "server_login" | "system";
  /** Null only for the system. */
  userId: string | null;
  role: Role;
  /** Name and e-mail, for pages. */
  name: string;
  email: string;
  /** Scopes of an API token; null: not limited. */
  scopes: readonly string[] | null;
  /** The one server that a panel login may touch. */
  serverId: string | null;
  sessionId: string | null;
  origin: RequestOrigin;
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
  serverId: null,
  sessionId: null,
  origin: noOrigin,
};

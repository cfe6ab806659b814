import { z } from "zod";
import { sessionView } from "@/lib/auth/contract";
import { listSessions } from "@/lib/auth/sessions/list-sessions";
import { revokeOtherSessions } from "@/lib/auth/sessions/revoke-session";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your signed-in sessions.",
  tag: "Account",
  permission: "account.read",
  response: z.object({ items: z.array(sessionView) }),
  handle: async ({ actor }) => ({ items: await listSessions(actor) }),
});

export const DELETE = route({
  summary: "End all your sessions but this one.",
  tag: "Account",
  permission: "account.manage",
  limit: "ending",
  stepUp: true,
  response: z.object({ revoked: z.number().int() }),
  handle: ({ actor }) => revokeOtherSessions(actor),
});

import { z } from "zod";
import { sessionView } from "@/lib/auth/contract";
import { listSessionsOfUser } from "@/lib/auth/sessions/list-sessions";
import { revokeAllSessionsOfUser } from "@/lib/auth/sessions/revoke-session";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "A user's signed-in sessions.",
  tag: "Administration",
  permission: "user.manage",
  response: z.object({ items: z.array(sessionView) }),
  handle: async ({ actor, params }) => ({ items: await listSessionsOfUser(actor, params.id ?? "") }),
});

export const DELETE = route({
  summary: "End all sessions of a user.",
  tag: "Administration",
  permission: "user.manage",
  limit: "ending",
  stepUp: true,
  response: z.object({ revoked: z.number().int() }),
  handle: ({ actor, params }) => revokeAllSessionsOfUser(actor, params.id ?? ""),
});

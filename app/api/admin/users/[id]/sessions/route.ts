import { z } from "zod";
import { sessionView } from "@/lib/auth/contract";
import { listSessionsOfUser } from "@/lib/auth/sessions/list-sessions";
import { revokeAllSessionsOfUser } from "@/lib/auth/sessions/revoke-session";
import { idQuery, listOf, pageOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "A user's signed-in sessions.",
  tag: "Administration",
  permission: "user.manage",
  query: idQuery,
  response: listOf(sessionView),
  handle: async ({ actor, params, query }) =>
    pageOf(await listSessionsOfUser(actor, params.id ?? ""), query, ({ id }) => id, true),
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

import { z } from "zod";
import { sessionView } from "@/lib/auth/contract";
import { listSessionsOfUser } from "@/lib/auth/sessions/list-sessions";
import { revokeAllSessionsOfUser } from "@/lib/auth/sessions/revoke-session";
import { idQuery, listOf, pageOf } from "@/lib/core/lists";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "A user's signed-in sessions.",
  permission: "user.manage",
  params: idParams("user"),
  query: idQuery,
  response: listOf(sessionView),
  handle: async ({ actor, params, query }) =>
    pageOf(await listSessionsOfUser(actor, params.id), query, ({ id }) => id, true),
});

export const DELETE = route({
  summary: "End all sessions of a user.",
  permission: "user.manage",
  limit: "ending",
  stepUp: true,
  params: idParams("user"),
  response: z.object({ revoked: z.number().int() }),
  handle: ({ actor, params }) => revokeAllSessionsOfUser(actor, params.id),
});

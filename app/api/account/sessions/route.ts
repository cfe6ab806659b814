import { z } from "zod";
import { sessionView } from "@/lib/auth/contract";
import { listSessions } from "@/lib/auth/sessions/list-sessions";
import { revokeOtherSessions } from "@/lib/auth/sessions/revoke-session";
import { idQuery, listOf, pageOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your signed-in sessions.",
  permission: "account.read",
  query: idQuery,
  response: listOf(sessionView),
  handle: async ({ actor, query }) => pageOf(await listSessions(actor), query, ({ id }) => id, true),
});

export const DELETE = route({
  summary: "End all your sessions except this one.",
  permission: "account.manage",
  limit: "ending",
  stepUp: true,
  response: z.object({ revoked: z.number().int() }),
  handle: ({ actor }) => revokeOtherSessions(actor),
});

import { z } from "zod";
import { listUsers } from "@/lib/auth/accounts/accounts";
import { inviteUser } from "@/lib/auth/accounts/invite-user";
import { inviteUserBody, userView } from "@/lib/auth/contract";
import { listOf, listQuery } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Accounts, the newest first.",
  permission: "user.read",
  query: listQuery,
  response: listOf(userView),
  handle: ({ actor, query }) => listUsers(actor, query),
});

export const POST = route({
  summary: "Create an account. Its owner chooses the password by a mailed link.",
  permission: "user.manage",
  limit: "sensitive",
  body: inviteUserBody,
  response: z.object({ id: z.string() }),
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: ({ actor, body }) => inviteUser(actor, body),
});

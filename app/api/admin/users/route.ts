import { listUsers } from "@/lib/auth/accounts";
import { userView } from "@/lib/auth/contract";
import { listOf, listQuery } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Accounts, the newest first.",
  tag: "Administration",
  permission: "user.read",
  query: listQuery,
  response: listOf(userView),
  handle: ({ actor, query }) => listUsers(actor, query),
});

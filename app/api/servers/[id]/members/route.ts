import { isVerificationRequired } from "@/lib/auth/accounts/verify-email";
import { idQuery, listOf, pageOf } from "@/lib/core/lists";
import { addMemberBody, serverMemberView } from "@/lib/game-servers/contract";
import { addMember, listMembers } from "@/lib/game-servers/sharing/members";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The members of a server, and what they may do.",
  permission: "server.share",
  params: idParams("server"),
  query: idQuery,
  response: listOf(serverMemberView),
  handle: async ({ actor, params, query }) =>
    pageOf((await listMembers(actor, params.id)).items, query, ({ userId }) => userId),
});

export const POST = route({
  summary: "Share the server with a user of this panel.",
  permission: "server.share",
  limit: "keyManagement",
  params: idParams("server"),
  body: addMemberBody,
  response: serverMemberView,
  status: 201,
  idempotent: true,
  handle: ({ actor, params, body }) =>
    addMember(actor, params.id, { ...body, onlyConfirmed: isVerificationRequired() }),
});

import { z } from "zod";
import { isVerificationRequired } from "@/lib/auth/verify-email";
import { addMemberBody, serverMemberView } from "@/lib/game-servers/contract";
import { addMember, listMembers } from "@/lib/game-servers/members";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "With whom the server is shared, and what they may do.",
  tag: "Servers",
  permission: "server.share",
  response: z.object({ items: z.array(serverMemberView) }),
  handle: ({ actor, params }) => listMembers(actor, params.id ?? ""),
});

export const POST = route({
  summary: "Share the server with somebody of this panel.",
  tag: "Servers",
  permission: "server.share",
  limit: "keyManagement",
  body: addMemberBody,
  response: serverMemberView,
  status: 201,
  idempotent: true,
  handle: ({ actor, params, body }) =>
    addMember(actor, params.id ?? "", { ...body, onlyConfirmed: isVerificationRequired() }),
});

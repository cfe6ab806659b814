import { revokeSessionOfUser } from "@/lib/auth/sessions/revoke-session";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End one session of a user.",
  tag: "Administration",
  permission: "user.manage",
  limit: "ending",
  status: 204,
  handle: ({ actor, params }) => revokeSessionOfUser(actor, params.id ?? "", params.sessionId ?? ""),
});

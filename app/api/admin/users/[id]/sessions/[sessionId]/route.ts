import { revokeSessionOfUser } from "@/lib/auth/sessions/revoke-session";
import { idOf, idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End one session of a user.",
  permission: "user.manage",
  limit: "ending",
  params: idParams("user").extend({ sessionId: idOf("session") }),
  status: 204,
  handle: ({ actor, params }) => revokeSessionOfUser(actor, params.id, params.sessionId),
});

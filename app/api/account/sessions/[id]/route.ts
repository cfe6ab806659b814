import { revokeSession } from "@/lib/auth/sessions/revoke-session";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End one of your sessions.",
  permission: "account.manage",
  limit: "ending",
  stepUp: true,
  params: idParams("session"),
  status: 204,
  handle: ({ actor, params }) => revokeSession(actor, params.id),
});

import { revokeSession } from "@/lib/auth/sessions/revoke-session";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End one of your sessions.",
  tag: "Account",
  permission: "account.manage",
  limit: "ending",
  stepUp: true,
  status: 204,
  handle: ({ actor, params }) => revokeSession(actor, params.id ?? ""),
});

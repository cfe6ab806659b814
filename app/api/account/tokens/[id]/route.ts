import { revokeToken } from "@/lib/auth/tokens/tokens";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Revoke one of your API tokens.",
  tag: "Account",
  permission: "account.manage",
  limit: "ending",
  status: 204,
  handle: ({ actor, params }) => revokeToken(actor, params.id ?? ""),
});

import { revokeToken } from "@/lib/auth/tokens/tokens";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Revoke one of your API tokens.",
  permission: "account.manage",
  limit: "ending",
  params: idParams("token"),
  status: 204,
  handle: ({ actor, params }) => revokeToken(actor, params.id),
});

import { removePasskey } from "@/lib/auth/factors/setup/remove-factor";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Remove one of your passkeys.",
  permission: "account.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("passkey"),
  status: 204,
  handle: ({ actor, params }) => removePasskey(actor, params.id),
});

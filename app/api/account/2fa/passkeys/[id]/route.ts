import { removePasskey } from "@/lib/auth/factors/setup/remove-factor";
import { coreErrors } from "@/lib/core/errors";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Remove one of your passkeys.",
  tag: "Account security",
  permission: "account.manage",
  limit: "sensitive",
  stepUp: true,
  status: 204,
  handle: async ({ actor, params }) => {
    if (!/^psk_[0-9a-z]{26}$/.test(params.id ?? "")) throw coreErrors.not_found();
    await removePasskey(actor, params.id ?? "");
  },
});

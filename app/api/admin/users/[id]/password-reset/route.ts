import { sendPasswordReset } from "@/lib/auth/accounts/user-detail";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Send a user a mail with a link to choose a new password.",
  permission: "user.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("user"),
  status: 202,
  handle: ({ actor, params }) => sendPasswordReset(actor, params.id),
});

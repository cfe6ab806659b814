import { acknowledgeSession } from "@/lib/auth/sessions/revoke-session";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Confirm that a session from a new device is yours.",
  permission: "account.manage",
  params: idParams("session"),
  status: 204,
  handle: ({ actor, params }) => acknowledgeSession(actor, params.id),
});

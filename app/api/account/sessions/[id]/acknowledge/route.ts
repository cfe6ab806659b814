import { acknowledgeSession } from "@/lib/auth/sessions/revoke-session";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Confirm that a session from a new device is yours.",
  tag: "Account",
  permission: "account.manage",
  status: 204,
  handle: ({ actor, params }) => acknowledgeSession(actor, params.id ?? ""),
});

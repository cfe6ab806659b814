import { actOnSignal } from "@/lib/auth/detection/act-on-signal";
import { actOnSignalBody } from "@/lib/auth/detection/contract";
import { needsConfirmation } from "@/lib/auth/detection/signal-actions";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Settle a signal: dismiss it, block its networks, lock the account for unknown browsers, end sessions or the token.",
  tag: "Administration",
  permission: "security.manage",
  limit: "sensitive",
  stepUp: (body) => needsConfirmation(body.action),
  body: actOnSignalBody,
  status: 204,
  handle: ({ actor, params, body }) => actOnSignal(actor, params.id ?? "", body.action),
});

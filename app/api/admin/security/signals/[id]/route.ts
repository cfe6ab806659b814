import { actOnSignalBody } from "@/lib/auth/detection/contract";
import { actOnSignal } from "@/lib/auth/detection/signals/act-on-signal";
import { needsConfirmation } from "@/lib/auth/detection/signals/signal-actions";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Settle a signal: dismiss it, block its networks, lock the account for unknown browsers, end sessions or the token.",
  permission: "security.manage",
  limit: "sensitive",
  stepUp: (body) => needsConfirmation(body.action),
  params: idParams("securitySignal", "There is no such signal."),
  body: actOnSignalBody,
  status: 204,
  handle: ({ actor, params, body }) => actOnSignal(actor, params.id, body.action),
});

import { removeSilence } from "@/lib/alerts/silences/remove-silence";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End a silence now.",
  permission: "alert.manage",
  params: idParams("alertSilence", "There is no such silence."),
  status: 204,
  handle: ({ actor, params }) => removeSilence(actor, params.id),
});

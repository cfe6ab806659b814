import { alertDetail, noteBody } from "@/lib/alerts/contract";
import { addNote } from "@/lib/alerts/incidents/add-note";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Add a note to an alert, also after its end.",
  permission: "alert.handle",
  params: idParams("alertIncident", "There is no such alert."),
  body: noteBody,
  response: alertDetail,
  handle: ({ actor, params, body }) => addNote(actor, params.id, body.note),
});

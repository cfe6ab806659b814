import { z } from "zod";
import { hostedEventView } from "@/lib/hosted-services/contract";
import { listMailboxEvents } from "@/lib/hosted-services/mail/mailboxes/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The timeline: what each run did, oldest first.",
  permission: "mailbox.read",
  params: idParams("mailbox"),
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
  response: z.object({ items: z.array(hostedEventView) }),
  handle: ({ actor, params, query }) => listMailboxEvents(actor, params.id, query.after),
});

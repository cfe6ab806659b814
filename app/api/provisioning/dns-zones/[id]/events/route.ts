import { z } from "zod";
import { hostedEventView } from "@/lib/hosted-services/contract";
import { listZoneEvents } from "@/lib/hosted-services/dns/zones/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The timeline of a zone: what each run did, oldest first.",
  permission: "zone.read",
  params: idParams("zone"),
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
  response: z.object({ items: z.array(hostedEventView) }),
  handle: ({ actor, params, query }) => listZoneEvents(actor, params.id, query.after),
});

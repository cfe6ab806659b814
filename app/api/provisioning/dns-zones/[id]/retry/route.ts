import { z } from "zod";
import { retryZone } from "@/lib/hosted-services/dns/zones/manage-zone";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Try a failed create again.",
  permission: "zone.manage",
  params: idParams("zone"),
  response: z.object({ status: z.literal("provisioning") }),
  status: 202,
  handle: ({ actor, params }) => retryZone(actor, params.id),
});

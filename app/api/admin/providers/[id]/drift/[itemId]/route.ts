import { z } from "zod";
import { actOnDrift } from "@/lib/hosted-services/drift/act-on-drift";
import { driftActionBody } from "@/lib/hosted-services/drift/contract";
import { httpLogger } from "@/lib/http/log-request";
import { idOf } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Adopt, repair or remove one difference.",
  permission: "provider.manage",
  limit: "sensitive",
  params: z.object({ id: idOf("provider"), itemId: idOf("drift") }),
  body: driftActionBody,
  response: z.object({ status: z.literal("accepted") }),
  status: 202,
  handle: ({ actor, params, body }) =>
    actOnDrift(actor, { providerId: params.id, itemId: params.itemId }, body.action, httpLogger()),
});

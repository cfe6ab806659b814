import { providerView, resizeProviderBody } from "@/lib/hosted-services/providers/contract";
import { resizeService } from "@/lib/hosted-services/providers/managed/resize-service";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Change memory, CPU or disk space of a service that the panel runs. It restarts for memory and CPU.",
  permission: "provider.manage",
  limit: "sensitive",
  status: 202,
  params: idParams("provider"),
  body: resizeProviderBody,
  response: providerView,
  handle: ({ actor, params, body }) => resizeService(actor, params.id, body),
});

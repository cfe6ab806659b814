import { providerView } from "@/lib/hosted-services/providers/contract";
import { restartService } from "@/lib/hosted-services/providers/managed/restart-service";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Restart a service that the panel runs, or start one that has stopped.",
  permission: "provider.manage",
  limit: "sensitive",
  status: 202,
  params: idParams("provider"),
  response: providerView,
  handle: ({ actor, params }) => restartService(actor, params.id),
});

import { providerView } from "@/lib/hosted-services/providers/contract";
import { upgradeService } from "@/lib/hosted-services/providers/managed/upgrade/upgrade-service";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Take newer packages for a service that the panel runs. It restarts where something has changed.",
  permission: "provider.manage",
  limit: "sensitive",
  status: 202,
  params: idParams("provider"),
  response: providerView,
  handle: ({ actor, params }) => upgradeService(actor, params.id),
});

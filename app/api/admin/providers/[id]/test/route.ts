import { providerTestView } from "@/lib/hosted-services/providers/contract";
import { testProvider } from "@/lib/hosted-services/providers/test-provider";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Connect and sign in with the stored connection.",
  permission: "provider.manage",
  limit: "sensitive",
  params: idParams("provider"),
  response: providerTestView,
  handle: ({ actor, params }) => testProvider(actor, params.id),
});

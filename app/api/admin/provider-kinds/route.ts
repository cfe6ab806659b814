import { z } from "zod";
import { providerKindView } from "@/lib/hosted-services/providers/contract";
import { listProviderKinds } from "@/lib/hosted-services/providers/list-providers";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Kinds of services that can be connected, with the fields of their connections.",
  permission: "provider.read",
  response: z.object({ items: z.array(providerKindView) }),
  handle: async ({ actor }) => listProviderKinds(actor),
});

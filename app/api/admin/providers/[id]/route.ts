import { z } from "zod";
import { providerView, updateProviderBody } from "@/lib/hosted-services/providers/contract";
import { deleteProvider } from "@/lib/hosted-services/providers/delete-provider";
import { getProvider } from "@/lib/hosted-services/providers/list-providers";
import { updateProvider } from "@/lib/hosted-services/providers/update-provider";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One provider; its connection is not shown.",
  permission: "provider.read",
  params: idParams("provider"),
  response: providerView,
  handle: ({ actor, params }) => getProvider(actor, params.id),
});

export const PATCH = route({
  summary: "Change name or connection, or stop it from taking new objects. A new connection is tested first.",
  permission: "provider.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("provider"),
  body: updateProviderBody,
  response: providerView,
  handle: ({ actor, params, body }) => updateProvider(actor, params.id, body),
});

export const DELETE = route({
  summary: "Disconnect a provider that customers have nothing on; one that the panel runs is removed with its data.",
  permission: "provider.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("provider"),
  response: z.object({ status: z.enum(["deleted", "deleting"]) }),
  handle: ({ actor, params }) => deleteProvider(actor, params.id),
});

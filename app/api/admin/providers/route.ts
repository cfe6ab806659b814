import { listOf, listQuery } from "@/lib/core/lists";
import { createProviderBody, providerView } from "@/lib/hosted-services/providers/contract";
import { createProvider } from "@/lib/hosted-services/providers/create-provider";
import { listProviders } from "@/lib/hosted-services/providers/list-providers";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List the services that customers' objects are kept in.",
  permission: "provider.read",
  query: listQuery,
  response: listOf(providerView),
  handle: ({ actor, query }) => listProviders(actor, query),
});

export const POST = route({
  summary: "Connect a service that exists, after a test of its connection, or run one on a node.",
  permission: "provider.manage",
  limit: "sensitive",
  stepUp: true,
  body: createProviderBody,
  response: providerView,
  status: 202,
  idempotent: true,
  handle: ({ actor, body }) => createProvider(actor, body),
});

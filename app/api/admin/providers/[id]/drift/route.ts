import { z } from "zod";
import { idQuery } from "@/lib/core/lists";
import { driftView } from "@/lib/hosted-services/drift/contract";
import { listDrift } from "@/lib/hosted-services/drift/list-drift";
import { requestReconciliation } from "@/lib/hosted-services/drift/request-reconciliation";
import { httpLogger } from "@/lib/http/log-request";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Differences between what customers have and what is at the provider, as the last comparison found them.",
  permission: "provider.read",
  params: idParams("provider"),
  query: idQuery,
  response: driftView,
  handle: ({ actor, params, query }) => listDrift(actor, params.id, query),
});

export const POST = route({
  summary: "Compare now. `requested` is false when a comparison is waiting already.",
  permission: "provider.manage",
  limit: "sensitive",
  params: idParams("provider"),
  response: z.object({ requested: z.boolean() }),
  status: 202,
  handle: ({ actor, params }) => requestReconciliation(actor, params.id, httpLogger()),
});

import { z } from "zod";
import { hostedQuotaView, personQuotasBody } from "@/lib/hosted-services/plans/contract";
import { listPersonQuotas, setPersonQuotas } from "@/lib/hosted-services/plans/quotas";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const answer = z.object({ items: z.array(hostedQuotaView) });

export const GET = route({
  summary: "How many hosted objects a user may have, and has.",
  permission: "user.read",
  params: idParams("user"),
  response: answer,
  handle: ({ actor, params }) => listPersonQuotas(actor, params.id),
});

export const PUT = route({
  summary: "Set how many hosted objects a user may have; null for what the role allows.",
  permission: "user.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("user"),
  body: personQuotasBody,
  response: answer,
  handle: ({ actor, params, body }) => setPersonQuotas(actor, params.id, body),
});

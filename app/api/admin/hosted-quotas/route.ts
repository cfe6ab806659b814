import { z } from "zod";
import { roleQuotasBody, roleQuotaView } from "@/lib/hosted-services/plans/contract";
import { listRoleQuotas, setRoleQuotas } from "@/lib/hosted-services/plans/quotas";
import { route } from "@/lib/http/route";

const answer = z.object({ items: z.array(roleQuotaView) });

export const GET = route({
  summary: "How many hosted objects people of each role may have.",
  permission: "provider.read",
  response: answer,
  handle: ({ actor }) => listRoleQuotas(actor),
});

export const PUT = route({
  summary: "Set how many hosted objects people of a role may have; null for the default.",
  permission: "provider.manage",
  limit: "sensitive",
  body: roleQuotasBody,
  response: answer,
  handle: ({ actor, body }) => setRoleQuotas(actor, body),
});

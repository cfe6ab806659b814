import { z } from "zod";
import { permissions } from "@/lib/access/permissions";
import { emailSchema } from "@/lib/auth/contract";
import { keysOf } from "@/lib/core/records";
import { route } from "@/lib/http/route";
import { explainRefusal } from "@/lib/platform/explain-refusal";

export const POST = route({
  summary: "Explain rule by rule why a user has or lacks a permission.",
  permission: "access.explain",
  body: z.strictObject({
    email: emailSchema,
    permission: z.enum(keysOf(permissions)),
    serverId: z.string().max(40).optional(),
    tokenId: z.string().max(40).optional(),
  }),
  response: z.object({
    allowed: z.boolean(),
    rules: z.array(z.object({ rule: z.string(), passed: z.boolean(), because: z.string() })),
  }),
  handle: ({ actor, body }) => explainRefusal(actor, body),
});

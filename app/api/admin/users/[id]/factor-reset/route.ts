import { z } from "zod";
import { requestFactorReset, withdrawFactorReset } from "@/lib/auth/recovery/reset-factors";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const reason = z.string().trim().min(5, "Enter a reason, in a few words.").max(300);

export const POST = route({
  summary: "Remove a user's second factors in 24 hours. The owner is notified and can cancel.",
  permission: "user.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("user"),
  body: z.strictObject({ reason: reason.regex(/^[^\p{Cc}]*$/u, "Use no control characters.") }),
  response: z.object({ id: z.string(), dueAt: z.iso.datetime() }),
  status: 202,
  handle: ({ actor, params, body }) => requestFactorReset(actor, params.id, body.reason),
});

export const DELETE = route({
  summary: "Cancel the reset.",
  permission: "user.manage",
  limit: "sensitive",
  params: idParams("user", "There is no pending reset."),
  status: 204,
  handle: ({ actor, params }) => withdrawFactorReset(actor, params.id),
});

import { z } from "zod";
import { cancelFactorReset } from "@/lib/auth/recovery/reset-factors";
import { requestOrigin } from "@/lib/http/callers/authenticate";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Cancel the reset of your second factors, by the token of the mailed link.",
  permission: null,
  limit: "sensitive",
  body: z.strictObject({ token: z.string().min(1).max(128) }),
  response: z.object({ cancelled: z.literal(true) }),
  handle: async ({ actor, body, request, headers }) => {
    const origin = requestOrigin(request.headers, headers.get("x-request-id"));
    await cancelFactorReset({ ...actor, origin }, body.token);
    return { cancelled: true as const };
  },
});

import { z } from "zod";
import { completeSetup } from "@/lib/auth/accounts/accounts";
import { setupBody } from "@/lib/auth/contract";
import { requestOrigin } from "@/lib/http/callers/authenticate";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Create the first administrator with the one-time setup link.",
  permission: null,
  limit: "signIn",
  body: setupBody,
  response: z.object({ created: z.literal(true) }),
  status: 201,
  handle: async ({ body, request, headers }) => {
    await completeSetup(body, requestOrigin(request.headers, headers.get("x-request-id")));
    return { created: true as const };
  },
});

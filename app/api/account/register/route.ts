import { z } from "zod";
import { registerAccount } from "@/lib/auth/accounts";
import { registerBody } from "@/lib/auth/contract";
import { requestOrigin } from "@/lib/http/authenticate";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Sign up. Answers the same whether or not the address is known.",
  tag: "Account",
  permission: null,
  limit: "signIn",
  body: registerBody,
  response: z.object({ accepted: z.literal(true) }),
  status: 202,
  handle: async ({ body, request, headers }) => {
    await registerAccount(body, requestOrigin(request.headers, headers.get("x-request-id")));
    return { accepted: true as const };
  },
});

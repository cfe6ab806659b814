import { z } from "zod";
import { revokeEverySession } from "@/lib/auth/sessions/revoke-session";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End every session of the installation except your own.",
  permission: "user.manage",
  limit: "sensitive",
  stepUp: true,
  response: z.object({ revoked: z.number().int() }),
  handle: ({ actor }) => revokeEverySession(actor),
});

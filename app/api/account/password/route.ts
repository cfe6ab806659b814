import { z } from "zod";
import { changePasswordBody } from "@/lib/auth/contract";
import { changePassword } from "@/lib/auth/passwords/change-password";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Change your password; your other sessions end.",
  permission: "account.manage",
  limit: "signIn",
  body: changePasswordBody,
  response: z.object({ sessionsEnded: z.number().int() }),
  handle: async ({ actor, body, headers }) => {
    const { sessionsEnded, cookie } = await changePassword(actor, body);
    if (cookie) headers.append("set-cookie", cookie);
    return { sessionsEnded };
  },
});

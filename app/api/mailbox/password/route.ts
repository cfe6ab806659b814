import { z } from "zod";
import { ownPasswordBody } from "@/lib/hosted-services/mail/self-service/contract";
import { setOwnPassword } from "@/lib/hosted-services/mail/self-service/own-mailbox";
import { limitAccount } from "@/lib/http/limits/account-limits";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "For the user of a mailbox: change its password. Mail programs with the old one are signed out.",
  permission: null,
  limit: "signIn",
  body: ownPasswordBody,
  response: z.object({ address: z.string() }),
  handle: async ({ body: { newPassword, ...user }, headers }) => {
    await limitAccount("mailbox", user.address, headers);
    return setOwnPassword(user, newPassword);
  },
});

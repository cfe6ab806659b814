import { ownAutoresponderBody, ownMailboxView } from "@/lib/hosted-services/mail/self-service/contract";
import { setOwnAutoresponder } from "@/lib/hosted-services/mail/self-service/own-mailbox";
import { limitAccount } from "@/lib/http/limits/account-limits";
import { route } from "@/lib/http/route";

export const PUT = route({
  summary: "For the user of a mailbox: switch the automatic answer on or off.",
  permission: null,
  limit: "signIn",
  body: ownAutoresponderBody,
  response: ownMailboxView,
  handle: async ({ body: { autoresponder, ...user }, headers }) => {
    await limitAccount("mailbox", user.address, headers);
    return setOwnAutoresponder(user, autoresponder);
  },
});

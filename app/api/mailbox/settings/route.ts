import { mailboxUserBody, ownMailboxView } from "@/lib/hosted-services/mail/self-service/contract";
import { readOwnMailbox } from "@/lib/hosted-services/mail/self-service/own-mailbox";
import { limitAccount } from "@/lib/http/limits/account-limits";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "For the user of a mailbox: its settings, by its address and password. No account is needed.",
  permission: null,
  limit: "signIn",
  body: mailboxUserBody,
  response: ownMailboxView,
  handle: async ({ body, headers }) => {
    await limitAccount("mailbox", body.address, headers);
    return readOwnMailbox(body);
  },
});

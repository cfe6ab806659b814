import type { RequestOrigin } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/db/transaction";
import type { MailData } from "@/lib/notifications/mail/messages/registry";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { describeAgent } from "./sessions/describe-agent";

export type NoticeOf = { userId: string; email: string; name: string };

/** Tells an account's owner by mail, in the change's own transaction, what was changed and from where. */
export async function queueSecurityNotice(
  tx: Tx,
  to: NoticeOf,
  event: MailData<"security-notice">["event"],
  origin: RequestOrigin,
): Promise<void> {
  await queueMail(tx, {
    to: to.email,
    userId: to.userId,
    template: "security-notice",
    data: {
      name: to.name,
      event,
      at: `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
      address: origin.ip,
      // What the browser calls itself could be any text: only what is recognised of it is passed on.
      device: describeAgent(origin.userAgent).label,
      link: `${env().NEXTAUTH_URL}/reset-password`,
    },
  });
}

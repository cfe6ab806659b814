import type { RequestOrigin } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/db/transaction";
import type { MailData } from "@/lib/notifications/mail/messages/registry";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { describeAgent } from "../sessions/describe-agent";

export type NoticeOf = { userId: string; email: string; name: string };

/** Queues a mail to an account's owner, in the change's own transaction: what was changed and from where. */
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
      // The User-Agent header could be any text: only what is recognised of it is passed on.
      device: describeAgent(origin.userAgent).label,
      link: `${env().NEXTAUTH_URL}/reset-password`,
    },
  });
}

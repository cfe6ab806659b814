import { dataColumn, mailCipher } from "../mail/queue-mail";
import type { Claimed } from "../outbox/delivery.sql";
import { type Notice, notice } from "./contract";

export type ChannelDelivery = Claimed & { channelId: string };

/** The content of a delivery that was not sent yet. */
export function openNotice({ id, dataSealed }: Pick<Claimed, "id" | "dataSealed">): Notice {
  return notice.parse(JSON.parse(mailCipher().decrypt(dataSealed ?? "", dataColumn, id)));
}

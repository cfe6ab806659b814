import type { Metadata } from "next";
import { MailboxDetail } from "@/components/mail/mailbox/mailbox-detail";
import { may } from "@/lib/access/permissions";
import { getMailbox, listMailboxEvents } from "@/lib/hosted-services/mail/mailboxes/queries";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { staffChannel, userChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("mailbox.read");
  const mailbox = await orNotFound(getMailbox(actor, await readId(params)));
  return { title: mailbox.address };
}

export default async function MailboxPage({ params }: Props) {
  const actor = await requirePageActor("mailbox.read");
  const id = await readId(params);
  const [mailbox, events] = await Promise.all([
    orNotFound(getMailbox(actor, id)),
    orNotFound(listMailboxEvents(actor, id)),
  ]);
  const isOwn = mailbox.owner.id === actor.userId;
  return (
    <MailboxDetail
      initial={mailbox}
      initialEvents={events.items}
      channel={isOwn ? userChannel(actor.userId ?? "") : staffChannel}
      rights={{
        create: may(actor, "mailbox.create"),
        manage: may(actor, "mailbox.manage"),
        credentials: may(actor, "mailbox.credentials"),
        delete: may(actor, "mailbox.delete"),
      }}
    />
  );
}

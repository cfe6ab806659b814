import type { Metadata } from "next";
import { DomainDetail } from "@/components/mail/domain/domain-detail";
import { may } from "@/lib/access/permissions";
import { getMailDomain, listMailDomainEvents, nameOfMailDomain } from "@/lib/hosted-services/mail/domains/queries";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { staffChannel, userChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("mailbox.read");
  return { title: await orNotFound(nameOfMailDomain(actor, await readId(params))) };
}

export default async function MailDomainPage({ params }: Props) {
  const actor = await requirePageActor("mailbox.read");
  const id = await readId(params);
  const [domain, events] = await Promise.all([
    orNotFound(getMailDomain(actor, id)),
    orNotFound(listMailDomainEvents(actor, id)),
  ]);
  const isOwn = domain.owner.id === actor.userId;
  return (
    <DomainDetail
      initial={domain}
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

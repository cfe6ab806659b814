import type { Metadata } from "next";
import { MailAction } from "@/components/admin/mail-actions";
import { MailTable } from "@/components/admin/mail-table";
import { IgnoredInput } from "@/components/page/ignored-input";
import { LinkButton } from "@/components/page/link-button";
import { Card, EmptyState, PageFrame } from "@/components/page/page-frame";
import { env } from "@/lib/core/env";
import { listQuery } from "@/lib/core/lists";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { listMail } from "@/lib/notifications/mail/outbox";

export const metadata: Metadata = { title: "Outbox" };

export default async function OutboxPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("mail.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const { items, nextCursor } = await listMail(actor, query);
  const lead = env().SMTP_URL
    ? "What the panel sent. The text of a mail is deleted once the mail is sent."
    : "There is no mail server (SMTP_URL), so mails are kept here. Read them and forward their content. They are deleted after 7 days.";
  const test = (
    <MailAction path="/admin/mail" label="Send me a test" done="A test message is queued to your own address." />
  );
  return (
    <PageFrame title="Outbox" lead={lead} actions={test}>
      <IgnoredInput names={ignored} />
      <Card flush>{items.length === 0 ? <EmptyState title="No mails yet." /> : <MailTable items={items} />}</Card>
      {nextCursor ? (
        <div>
          <LinkButton variant="default" href={`/admin/outbox?cursor=${nextCursor}`}>
            Older mails
          </LinkButton>
        </div>
      ) : null}
    </PageFrame>
  );
}

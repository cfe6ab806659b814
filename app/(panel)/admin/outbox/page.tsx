import type { Metadata } from "next";
import { SendTestMail } from "@/components/admin/mail/mail-actions";
import { MailTable } from "@/components/admin/mail/mail-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
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
  return (
    <PageFrame title="Outbox" lead={lead} actions={<SendTestMail />}>
      <IgnoredInput names={ignored} />
      <Card flush>
        <MailTable items={items} />
      </Card>
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

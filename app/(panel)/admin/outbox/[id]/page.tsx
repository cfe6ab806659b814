import type { Metadata } from "next";
import { MailAction } from "@/components/admin/mail-actions";
import { MailContent } from "@/components/admin/mail-content";
import { Card, PageFrame } from "@/components/page/page-frame";
import { StatusBadge } from "@/components/page/status-badge";
import { may } from "@/lib/access/permissions";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { getMail } from "@/lib/notifications/mail/outbox";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requirePageActor("mail.read");
  const mail = await orNotFound(getMail(actor, await readId(params)));
  const canResend = may(actor, "mail.manage") && (mail.state === "held" || mail.state === "failed");
  return (
    <PageFrame
      title={mail.template}
      lead={`To ${mail.recipient}`}
      actions={
        canResend ? (
          <MailAction path={`/admin/mail/${mail.id}/resend`} label="Send again" done="The mail is queued again." />
        ) : undefined
      }
    >
      <Card title="Message" aside={<StatusBadge status={mail.state} />}>
        <MailContent id={mail.id} />
      </Card>
    </PageFrame>
  );
}

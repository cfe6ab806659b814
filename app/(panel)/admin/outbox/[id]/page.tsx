import type { Metadata } from "next";
import { ResendMail } from "@/components/admin/mail/mail-actions";
import { MailContent } from "@/components/admin/mail/mail-content";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
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
      actions={canResend ? <ResendMail id={mail.id} /> : undefined}
    >
      <Card title="Message" aside={<StatusPill status={mail.state} />}>
        <MailContent id={mail.id} />
      </Card>
    </PageFrame>
  );
}

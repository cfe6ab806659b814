import { Text } from "@mantine/core";
import type { Metadata } from "next";
import { MailAction } from "@/components/admin/mail-actions";
import { CopyField } from "@/components/page/copy-field";
import { Card, PageFrame } from "@/components/page/page-frame";
import { StatusBadge } from "@/components/page/status-badge";
import { may } from "@/lib/access/permissions";
import { orNotFound, requirePageActor } from "@/lib/http/page-actor";
import { readMail } from "@/lib/notifications/mail/outbox";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requirePageActor("mail.read");
  const mail = await orNotFound(readMail(actor, (await params).id));
  const canResend = may(actor, "mail.manage") && (mail.state === "held" || mail.state === "failed");
  const link = /https?:\/\/\S+#[0-9a-f]{64}/.exec(mail.content?.text ?? "")?.[0];
  return (
    <PageFrame
      title={mail.content?.subject ?? mail.template}
      lead={`To ${mail.recipient}`}
      actions={
        canResend ? (
          <MailAction path={`/admin/mail/${mail.id}/resend`} label="Send again" done="The mail is queued again." />
        ) : undefined
      }
    >
      <Card title="Message" aside={<StatusBadge status={mail.state} />}>
        {link ? <CopyField label="Link" value={link} /> : null}
        <Text component="pre" size="sm" ff="inherit" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {mail.content?.text ?? "The text was forgotten when the mail was sent."}
        </Text>
      </Card>
    </PageFrame>
  );
}

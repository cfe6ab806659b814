import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ResendMail } from "@/components/admin/mail/mail-actions";
import { MailContent } from "@/components/admin/mail/mail-content";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { may } from "@/lib/access/permissions";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { getMail } from "@/lib/notifications/mail/outbox";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.outbox.id");
  return { title: t("mail") };
}

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const t = await getTranslations("pages.admin.outbox.id");
  const actor = await requirePageActor("mail.read");
  const mail = await orNotFound(getMail(actor, await readId(params)));
  const canResend = may(actor, "mail.manage") && (mail.state === "held" || mail.state === "failed");
  return (
    <PageFrame
      title={mail.template}
      lead={t("to", { recipient: mail.recipient })}
      actions={canResend ? <ResendMail id={mail.id} /> : undefined}
    >
      <Card title={t("message")} aside={<StatusPill status={mail.state} />}>
        <MailContent id={mail.id} />
      </Card>
    </PageFrame>
  );
}

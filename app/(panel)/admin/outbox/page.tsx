import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
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

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.outbox");
  return { title: t("outbox") };
}

export default async function OutboxPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.admin.outbox");
  const actor = await requirePageActor("mail.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const { items, nextCursor } = await listMail(actor, query);
  const lead = env().SMTP_URL ? t("whatThePanelSent") : t("thereIsNoMail");
  return (
    <PageFrame title={t("outbox")} lead={lead} actions={<SendTestMail />}>
      <IgnoredInput names={ignored} />
      <Card flush>
        <MailTable items={items} />
      </Card>
      {nextCursor ? (
        <div>
          <LinkButton variant="default" href={`/admin/outbox?cursor=${nextCursor}`}>
            {t("olderMails")}
          </LinkButton>
        </div>
      ) : null}
    </PageFrame>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MailTable } from "@/components/mail/domain/mail-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { listMailDomains } from "@/lib/hosted-services/mail/domains/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { userChannel } from "@/lib/realtime/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.mail");
  return { title: t("mail") };
}

export default async function MailPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("mailbox.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const { items, nextCursor } = await listMailDomains(actor, query);
  return (
    <>
      <IgnoredInput names={ignored} />
      <MailTable
        items={items}
        nextCursor={nextCursor}
        channel={userChannel(actor.userId ?? "")}
        canCreate={may(actor, "mailbox.create")}
      />
    </>
  );
}

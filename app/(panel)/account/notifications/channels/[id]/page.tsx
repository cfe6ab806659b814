import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeliveryTable } from "@/components/notifications/channels/delivery-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { idQuery } from "@/lib/core/lists";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readId, readSearch } from "@/lib/http/pages/page-input";
import { getChannel, listDeliveries } from "@/lib/notifications/channels/own/list-channels";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account.notifications.channels.id");
  return { title: t("channel") };
}

type Props = { params: Promise<{ id: string }>; searchParams: PageSearch };

export default async function ChannelPage({ params, searchParams }: Props) {
  const t = await getTranslations("pages.account.notifications.channels.id");
  const actor = await requirePageActor("channel.read");
  const id = await readId(params);
  const { query, ignored } = await readSearch(idQuery, searchParams);
  const [{ name }, { items, nextCursor }] = await orNotFound(
    Promise.all([getChannel(actor, id), listDeliveries(actor, id, query)]),
  );
  const next = nextCursor ? `/account/notifications/channels/${id}?cursor=${nextCursor}` : null;
  const back = (
    <LinkButton variant="default" href="/account/notifications">
      {t("allChannels")}
    </LinkButton>
  );
  return (
    <PageFrame title={name} lead={t("whatWasSentOver")} actions={back}>
      <IgnoredInput names={ignored} />
      <Card flush>
        <DeliveryTable items={items} next={next} />
      </Card>
    </PageFrame>
  );
}

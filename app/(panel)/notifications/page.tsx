import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MarkAllRead, NotificationList } from "@/components/notifications/notification-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { idQuery } from "@/lib/core/lists";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { listNotifications } from "@/lib/notifications/inbox/list-notifications";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.notifications");
  return { title: t("notifications") };
}

export default async function NotificationsPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.notifications");
  const actor = await requirePageActor("account.read");
  const { query, ignored } = await readSearch(idQuery, searchParams);
  const { items, nextCursor, unread } = await listNotifications(actor, query);
  const lead = unread === 0 ? t("allAreRead") : t("unread", { unread });
  return (
    <PageFrame
      title={t("notifications")}
      lead={lead}
      actions={
        <>
          {unread > 0 ? <MarkAllRead /> : null}
          <LinkButton variant="default" href="/account/notifications">
            {t("settings")}
          </LinkButton>
        </>
      }
    >
      <IgnoredInput names={ignored} />
      <Card flush>
        <NotificationList items={items} />
      </Card>
      {nextCursor ? (
        <div>
          <LinkButton variant="default" href={`/notifications?cursor=${nextCursor}`}>
            {t("olderNotifications")}
          </LinkButton>
        </div>
      ) : null}
    </PageFrame>
  );
}

import type { Metadata } from "next";
import { MarkAllRead, NotificationList } from "@/components/notifications/notification-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { idQuery } from "@/lib/core/lists";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { listNotifications } from "@/lib/notifications/inbox/list-notifications";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("account.read");
  const { query, ignored } = await readSearch(idQuery, searchParams);
  const { items, nextCursor, unread } = await listNotifications(actor, query);
  const lead = unread === 0 ? "All are read." : `${unread} unread.`;
  return (
    <PageFrame
      title="Notifications"
      lead={lead}
      actions={
        <>
          {unread > 0 ? <MarkAllRead /> : null}
          <LinkButton variant="default" href="/account/notifications">
            Settings
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
            Older notifications
          </LinkButton>
        </div>
      ) : null}
    </PageFrame>
  );
}

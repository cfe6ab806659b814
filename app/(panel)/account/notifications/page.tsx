import type { Metadata } from "next";
import { PreferenceTable } from "@/components/notifications/preference-table";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listPreferences } from "@/lib/platform/notification-preferences";

export const metadata: Metadata = { title: "Notification settings" };

export default async function NotificationSettingsPage() {
  const actor = await requirePageActor("account.read");
  const { items } = await listPreferences(actor);
  return (
    <PageFrame title="Notifications" lead="What you are notified of, and where. A change is saved at once.">
      <Card flush>
        <PreferenceTable initial={items} />
      </Card>
    </PageFrame>
  );
}

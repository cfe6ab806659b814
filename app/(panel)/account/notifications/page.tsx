import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChannelList } from "@/components/notifications/channels/channel-list";
import { QuietHoursForm } from "@/components/notifications/channels/quiet-hours-form";
import { PreferenceTable } from "@/components/notifications/preference-table";
import { Card, PageFrame } from "@/components/ui/page-frame";
import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { mostChannels } from "@/lib/notifications/channels/contract";
import { listChannels, listKinds } from "@/lib/notifications/channels/own/list-channels";
import { getQuietHours } from "@/lib/notifications/channels/own/quiet-hours";
import { listPreferences } from "@/lib/platform/notification-preferences";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account.notifications");
  return { title: t("notificationSettings") };
}

export default async function NotificationSettingsPage() {
  const t = await getTranslations("pages.account.notifications");
  const actor = await requirePageActor("account.read");
  const { items } = await listPreferences(actor);
  return (
    <PageFrame title={t("notifications")} lead={t("whatYouAreNotified")}>
      {may(actor, "channel.read") ? <Channels actor={actor} /> : null}
      <Card title={t("messages")} flush>
        <PreferenceTable key={items.map(({ channels }) => channels.length).join()} initial={items} />
      </Card>
    </PageFrame>
  );
}

/** Not for guests, who have no channels. */
async function Channels({ actor }: { actor: Actor }) {
  const t = await getTranslations("pages.account.notifications");
  const [{ items }, kinds, { quietHours }] = await Promise.all([
    listChannels(actor, { limit: mostChannels }),
    listKinds(actor),
    getQuietHours(actor),
  ]);
  return (
    <>
      <Card title={t("channelsText")} flush>
        <ChannelList channels={items} kinds={kinds} />
      </Card>
      <Card title={t("quietHours")}>
        <QuietHoursForm initial={quietHours} zones={["UTC", ...Intl.supportedValuesOf("timeZone")]} />
      </Card>
    </>
  );
}

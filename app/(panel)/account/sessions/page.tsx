import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SessionList } from "@/components/account/session-list";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { listSessions } from "@/lib/auth/sessions/list-sessions";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account.sessions");
  return { title: t("sessions") };
}

export default async function SessionsPage() {
  const t = await getTranslations("pages.account.sessions");
  const actor = await requirePageActor("account.read");
  return (
    <PageFrame title={t("sessions")} lead={t("theDevicesThatAre")}>
      <Card flush>
        <SessionList sessions={await listSessions(actor)} />
      </Card>
    </PageFrame>
  );
}

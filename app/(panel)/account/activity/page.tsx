import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AuditList } from "@/components/audit/audit-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { PageFrame } from "@/components/ui/page-frame";
import { auditQuery } from "@/lib/audit/contract";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { localeOf } from "@/lib/i18n/contract";
import { activityGroups } from "@/lib/platform/activity/activity-words";
import { listActivity } from "@/lib/platform/activity/list-activity";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account.activity");
  return { title: t("activity") };
}

export default async function ActivityPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.account.activity");
  const actor = await requirePageActor("account.read");
  const { query, ignored } = await readSearch(auditQuery, searchParams);
  const locale = localeOf(await getLocale());
  const page = await listActivity({ actor, scope: "own", locale }, query);
  return (
    <PageFrame title={t("activity")} lead={t("yourActionsAndActions")}>
      <IgnoredInput names={ignored} />
      <AuditList api="/api/account/audit" page={page} groups={activityGroups(locale)} showsOthers={false} />
    </PageFrame>
  );
}

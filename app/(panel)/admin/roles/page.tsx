import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ExplainForm } from "@/components/admin/roles/explain-form";
import { FieldTable, PermissionTable } from "@/components/admin/roles/role-tables";
import tables from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { reachTable } from "@/lib/access/explain";
import { fieldRules } from "@/lib/access/fields";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type Refusal, recentRefusals } from "@/lib/platform/explain-refusal";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.roles");
  return { title: t("roles") };
}

export default async function RolesPage() {
  const t = await getTranslations("pages.admin.roles");
  const actor = await requirePageActor("access.explain");
  const rows = reachTable();
  const refusals = await recentRefusals(actor);
  const fields = Object.entries(fieldRules).map(([field, { own, others }]) => ({ field, own, others }));
  return (
    <PageFrame title={t("roles")} lead={t("whatEachRoleMay")}>
      <Card title={t("whyWasARequest")}>
        <ExplainForm permissions={rows.map(({ permission }) => permission)} />
      </Card>
      <Card title={t("latestRefusals")} flush>
        {refusals.length === 0 ? <EmptyState title={t("noRefusals")} /> : <Refusals items={refusals} />}
      </Card>
      <Card title={t("permissions")} flush>
        <PermissionTable rows={rows} />
      </Card>
      <Card title={t("fields")} flush>
        <FieldTable rows={fields} />
      </Card>
    </PageFrame>
  );
}

function Refusals({ items }: { items: Refusal[] }) {
  const t = useTranslations("pages.admin.roles");
  return (
    <ul className={tables.list}>
      {items.map((item) => (
        <li key={`${item.requestId}${item.at}`} className={tables.run}>
          <div className={tables.runHead}>
            <span className={tables.strong}>{item.email ?? t("unknownUser")}</span>
            <code>{item.permission}</code>
            <span className={tables.dim}>
              <RelativeTime at={item.at} />
            </span>
            <code className={tables.dim}>{item.requestId}</code>
          </div>
        </li>
      ))}
    </ul>
  );
}

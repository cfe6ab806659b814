import type { Metadata } from "next";
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

export const metadata: Metadata = { title: "Roles" };

export default async function RolesPage() {
  const actor = await requirePageActor("access.explain");
  const rows = reachTable();
  const refusals = await recentRefusals(actor);
  const fields = Object.entries(fieldRules).map(([field, { own, others }]) => ({ field, own, others }));
  return (
    <PageFrame title="Roles" lead="What each role may do and see. The panel checks every request against this table.">
      <Card title="Why was a request refused?">
        <ExplainForm permissions={rows.map(({ permission }) => permission)} />
      </Card>
      <Card title="Latest refusals" flush>
        {refusals.length === 0 ? <EmptyState title="No refusals." /> : <Refusals items={refusals} />}
      </Card>
      <Card title="Permissions" flush>
        <PermissionTable rows={rows} />
      </Card>
      <Card title="Fields" flush>
        <FieldTable rows={fields} />
      </Card>
    </PageFrame>
  );
}

function Refusals({ items }: { items: Refusal[] }) {
  return (
    <ul className={tables.list}>
      {items.map((item) => (
        <li key={`${item.requestId}${item.at}`} className={tables.run}>
          <div className={tables.runHead}>
            <span className={tables.strong}>{item.email ?? "unknown user"}</span>
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

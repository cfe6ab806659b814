import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Card } from "@/components/ui/page-frame";
import type { AuditEntryView } from "@/lib/audit/contract";
import { AuditFilters, type FilterValues } from "./audit-filters";
import { AuditTimeline } from "./audit-timeline";
import { filteredHref } from "./filtered-href";

type Props = {
  path: string;
  api: string;
  values: FilterValues;
  page: { items: AuditEntryView[]; nextCursor: string | null };
  selfId: string | null;
  showsOthers: boolean;
};

/** Filters, one page of entries, and the link to older ones. */
export function AuditList({ path, api, values, page, selfId, showsOthers }: Props) {
  return (
    <>
      <Card>
        <AuditFilters path={path} api={api} values={values} showsOthers={showsOthers} />
      </Card>
      <Card flush>
        {page.items.length === 0 ? (
          <EmptyState title="No matches." />
        ) : (
          <AuditTimeline items={page.items} selfId={selfId} />
        )}
      </Card>
      {page.nextCursor ? (
        <div>
          <LinkButton variant="default" href={filteredHref(path, { ...values, cursor: page.nextCursor })}>
            Older entries
          </LinkButton>
        </div>
      ) : null}
    </>
  );
}

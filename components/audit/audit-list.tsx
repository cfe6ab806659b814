"use client";

import { Button } from "@mantine/core";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filters/filter-bar";
import type { Choice, Filter } from "@/components/ui/filters/filter-chip";
import { LinkButton } from "@/components/ui/link-button";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import type { ActivityEntry } from "@/lib/platform/activity/contract";
import { AuditTimeline } from "./audit-timeline";

type Props = {
  api: string;
  page: { items: ActivityEntry[]; nextCursor: string | null };
  /** Groups of actions: `server.` and so on. */
  groups: readonly Choice[];
  showsOthers: boolean;
};

/** Search and filters, one page of entries by day, and the link to older ones. */
export function AuditList({ api, page, groups, showsOthers }: Props) {
  const filters = useListFilters();
  const download = (format: string) => `${api}?${filters.view ? `${filters.view}&` : ""}format=${format}`;
  return (
    <>
      <div className="ln-card">
        <FilterBar
          search="Search what happened"
          filters={filtersOf(groups, showsOthers)}
          state={filters}
          actions={["csv", "ndjson"].map((format) => (
            <Button key={format} component="a" href={download(format)} size="xs" variant="default" download>
              {format.toUpperCase()}
            </Button>
          ))}
        />
        {page.items.length === 0 ? <EmptyState title="No matches." /> : <AuditTimeline items={page.items} />}
      </div>
      {page.nextCursor ? (
        <div>
          <LinkButton variant="default" href={filters.after(page.nextCursor)}>
            Older entries
          </LinkButton>
        </div>
      ) : null}
    </>
  );
}

function filtersOf(groups: readonly Choice[], showsOthers: boolean): Filter[] {
  const who: Filter = { kind: "text", name: "actor", label: "Who", placeholder: "E-mail address or id" };
  return [
    ...(showsOthers ? [who] : []),
    { kind: "choice", name: "action", label: "Action", choices: groups },
    { kind: "text", name: "target", label: "Resource", placeholder: "Id of a server, an account, …" },
    { kind: "choice", name: "outcome", label: "Result", choices: results },
    { kind: "choice", name: "class", label: "Kind", choices: kinds },
    { kind: "text", name: "ip", label: "Address", placeholder: "192.0.2.1" },
    { kind: "time", label: "Time" },
  ];
}

const results = [
  { value: "success", label: "Done" },
  { value: "refused", label: "Refused" },
];
const kinds = [
  { value: "security", label: "Security" },
  { value: "write", label: "Changes" },
  { value: "read", label: "Reading and refusals" },
];

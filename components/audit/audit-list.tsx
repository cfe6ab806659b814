"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filters/filter-bar";
import type { Choice, Filter } from "@/components/ui/filters/filter-chip";
import { LinkButton } from "@/components/ui/link-button";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import type { ActivityEntry } from "@/lib/platform/activity/contract";
import { AuditTimeline } from "./audit-timeline";

type Texts = ReturnType<typeof useTranslations<"audit">>;

type Props = {
  api: string;
  page: { items: ActivityEntry[]; nextCursor: string | null };
  /** Groups of actions: `server.` and so on. */
  groups: readonly Choice[];
  showsOthers: boolean;
};

/** Search and filters, one page of entries by day, and the link to older ones. */
export function AuditList({ api, page, groups, showsOthers }: Props) {
  const t = useTranslations("audit");
  const filters = useListFilters();
  const download = (format: string) => `${api}?${filters.view ? `${filters.view}&` : ""}format=${format}`;
  return (
    <>
      <div className="ln-card">
        <FilterBar
          search={t("searchWhatHappened")}
          filters={filtersOf(t, groups, showsOthers)}
          state={filters}
          actions={["csv", "ndjson"].map((format) => (
            <Button key={format} component="a" href={download(format)} size="xs" variant="default" download>
              {format.toUpperCase()}
            </Button>
          ))}
        />
        {page.items.length === 0 ? <EmptyState title={t("noMatches")} /> : <AuditTimeline items={page.items} />}
      </div>
      {page.nextCursor ? (
        <div>
          <LinkButton variant="default" href={filters.after(page.nextCursor)}>
            {t("olderEntries")}
          </LinkButton>
        </div>
      ) : null}
    </>
  );
}

function filtersOf(t: Texts, groups: readonly Choice[], showsOthers: boolean): Filter[] {
  const who: Filter = { kind: "text", name: "actor", label: t("who"), placeholder: t("eMailAddressOr") };
  return [
    ...(showsOthers ? [who] : []),
    { kind: "choice", name: "action", label: t("action"), choices: groups },
    { kind: "text", name: "target", label: t("resource"), placeholder: t("idOfAServer") },
    { kind: "choice", name: "outcome", label: t("result"), choices: results(t) },
    { kind: "choice", name: "class", label: t("kind"), choices: kinds(t) },
    { kind: "text", name: "ip", label: t("address"), placeholder: "192.0.2.1" },
    { kind: "time", label: t("time") },
  ];
}

const results = (t: Texts) => [
  { value: "success", label: t("done") },
  { value: "refused", label: t("refused") },
];
const kinds = (t: Texts) => [
  { value: "security", label: t("security") },
  { value: "write", label: t("changes") },
  { value: "read", label: t("readingAndRefusals") },
];

"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SearchField } from "@/components/ui/table/search-field";
import type { useListFilters } from "@/components/ui/table/use-list-filters";
import { type Filter, FilterChip } from "./filter-chip";
import classes from "./filters.module.css";
import { SavedViews } from "./saved-views";

type Props = {
  search: string;
  filters: readonly Filter[];
  state: ReturnType<typeof useListFilters>;
  /** Downloads and the like. */
  actions?: ReactNode;
};

/** Search, filters and saved views of a list. All of it is in the URL. */
export function FilterBar({ search, filters, state, actions }: Props) {
  const t = useTranslations("ui.filters");
  return (
    <search className={classes.bar}>
      <SearchField label={search} filters={state} className={classes.search} />
      {filters.map((filter) => (
        <FilterChip key={filter.label} filter={filter} get={state.get} onChange={state.changeAll} />
      ))}
      {state.isFiltered ? (
        <Button size="xs" variant="subtle" onClick={() => state.show("")}>
          {t("clear")}
        </Button>
      ) : null}
      <span className={classes.end}>
        <SavedViews path={state.path} query={state.view} onShow={state.show} />
        {actions}
      </span>
    </search>
  );
}

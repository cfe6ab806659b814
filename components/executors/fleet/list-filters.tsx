"use client";

import { Select } from "@mantine/core";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { presenceChoices } from "@/components/executors/state-badge";
import { SearchField } from "@/components/ui/table/search-field";
import type { useListFilters } from "@/components/ui/table/use-list-filters";
import classes from "./list-filters.module.css";

type Props = {
  filters: ReturnType<typeof useListFilters>;
  templates: TemplateChoice[];
  /** Programs in use; none: no such filter. */
  versions?: string[];
  owners?: { id: string; name: string }[];
};

/** The filters of a list of executors. */
export function ListFilters({ filters, templates, versions = [], owners = [] }: Props) {
  const { get, change } = filters;
  const choices = [
    { name: "presence", label: "State", any: "Any state", data: presenceChoices },
    {
      name: "drifted",
      label: "Configuration",
      any: "Any configuration",
      data: [
        { value: "true", label: "drifted" },
        { value: "false", label: "up to date" },
      ],
    },
    { name: "templateId", label: "Template", any: "Any template", data: named(templates) },
    { name: "version", label: "Version", any: "Any version", data: versions },
    { name: "ownerId", label: "Owner", any: "Any owner", data: named(owners) },
  ];
  return (
    <div className={classes.filters}>
      <SearchField label="Search name, host or key" filters={filters} className={classes.search} />
      {choices
        .filter(({ data }) => data.length > 0)
        .map(({ name, label, any, data }) => (
          <Select
            key={name}
            data={data}
            value={get(name)}
            onChange={(value) => change(name, value)}
            placeholder={any}
            aria-label={label}
            searchable={data.length > 12}
            clearable
            clearButtonProps={{ "aria-label": `Any ${label.toLowerCase()}` }}
            className={classes.choice}
          />
        ))}
    </div>
  );
}

function named(items: { id: string; name: string }[]): { value: string; label: string }[] {
  return items.map(({ id, name }) => ({ value: id, label: name }));
}

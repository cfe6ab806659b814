"use client";

import { Select } from "@mantine/core";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("executors.fleet");
  const tExecutors = useTranslations("executors");
  const { get, change } = filters;
  const choices = [
    { name: "presence", label: t("state"), any: t("anyState"), data: presenceChoices(tExecutors) },
    {
      name: "drifted",
      label: t("configuration"),
      any: t("anyConfiguration"),
      data: [
        { value: "true", label: t("drifted") },
        { value: "false", label: t("upToDate") },
      ],
    },
    { name: "templateId", label: t("template"), any: t("anyTemplate"), data: named(templates) },
    { name: "version", label: t("version2"), any: t("anyVersion"), data: versions },
    { name: "ownerId", label: t("owner"), any: t("anyOwner"), data: named(owners) },
  ];
  return (
    <div className={classes.filters}>
      <SearchField label={t("searchNameHostOr")} filters={filters} className={classes.search} />
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
            clearButtonProps={{ "aria-label": t("any", { label: label.toLowerCase() }) }}
            className={classes.choice}
          />
        ))}
    </div>
  );
}

function named(items: { id: string; name: string }[]): { value: string; label: string }[] {
  return items.map(({ id, name }) => ({ value: id, label: name }));
}

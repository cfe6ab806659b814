"use client";

import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { useListFilters } from "./use-list-filters";

type Props = { label: string; filters: ReturnType<typeof useListFilters>; className?: string | undefined };

/** The search of a list: its text goes into the URL shortly after the last key. */
export function SearchField({ label, filters: { text, setText }, className }: Props) {
  const t = useTranslations("ui.table");
  return (
    <TextInput
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={16} />}
      rightSection={text ? <CloseButton size="sm" onClick={() => setText("")} aria-label={t("clearSearch")} /> : null}
      className={className}
    />
  );
}

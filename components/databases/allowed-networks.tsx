"use client";

import { TagsInput, type TagsInputProps } from "@mantine/core";
import { useTranslations } from "next-intl";

/** Addresses and networks from which the users of a database can connect. */
export function AllowedNetworks(props: TagsInputProps) {
  const t = useTranslations("databases");
  return (
    <TagsInput
      {...props}
      label={t("networksThatCanConnect")}
      description={t("addressesAndNetworksAs")}
      placeholder={t("any")}
      splitChars={[",", " "]}
      acceptValueOnBlur
      clearable
    />
  );
}

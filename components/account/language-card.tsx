"use client";

import { Radio, Stack } from "@mantine/core";
import { useLocale, useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import { isLocale, localeNames, localeOf, locales } from "@/lib/i18n/contract";
import { chooseLanguage } from "./choose-language";

/** The language of the account's pages and mails. */
export function LanguageCard() {
  const t = useTranslations("account");
  const current = localeOf(useLocale());
  const { mutate, isPending, variables } = useAction(chooseLanguage);
  return (
    <Radio.Group
      label={t("languageOfPagesAnd")}
      description={t("timesNumbersAndUnits")}
      value={isPending ? (variables ?? current) : current}
      onChange={(value) => {
        if (isLocale(value)) mutate(value);
      }}
    >
      <Stack gap="xs" mt="sm">
        {locales.map((locale) => (
          <Radio
            key={locale}
            value={locale}
            label={<span lang={locale}>{localeNames[locale]}</span>}
            disabled={isPending}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

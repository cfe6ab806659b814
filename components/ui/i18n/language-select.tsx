"use client";

import { IconLanguage } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { isLocale, type Locale, localeNames, localeOf, locales } from "@/lib/i18n/contract";
import { keepLocale } from "./keep-locale";
import classes from "./language-select.module.css";

/** The language of the pages before sign-in. The page is loaded again: every text of it changes. */
export function LanguageSelect() {
  const t = useTranslations("ui.i18n");
  const locale = localeOf(useLocale());
  const choose = (wanted: Locale) => {
    keepLocale(wanted);
    window.location.reload();
  };
  return (
    <label className={classes.label}>
      <IconLanguage size={16} aria-hidden />
      <span className="ln-hidden">{t("language")}</span>
      <select
        className={classes.select}
        value={locale}
        onChange={({ currentTarget: { value } }) => {
          if (isLocale(value)) choose(value);
        }}
      >
        {locales.map((name) => (
          <option key={name} value={name} lang={name}>
            {localeNames[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

import format, { type CompiledMessage } from "icu-minify/format";
import { defaultLocale, formatLocaleOf, isLocale, type Locale } from "./contract";
import { loadMessages } from "./load-messages";
import type english from "./messages/en/notices.json";

/** Texts of mails and notices, which processes without React write. */
type KeyOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}` }[keyof T & string];
type NoticeKey = KeyOf<typeof english>;

export type NoticeTexts = (key: NoticeKey, values?: Record<string, string | number>) => string;

const isText = (value: unknown): value is CompiledMessage => typeof value === "string" || Array.isArray(value);
const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const formatters = {
  getDateTimeFormat: (...options: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...options),
  getNumberFormat: (...options: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...options),
  getPluralRules: (...options: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...options),
};

/** The language that somebody chose; English without a choice. */
export const localeOrDefault = (chosen: string | null | undefined): Locale =>
  isLocale(chosen) ? chosen : defaultLocale;

/** The texts in one language. */
export async function noticeTexts(locale: Locale): Promise<NoticeTexts> {
  const messages = await loadMessages(locale);
  return (key, values) => {
    let found: unknown = messages.notices;
    for (const part of key.split(".")) found = isGroup(found) ? found[part] : undefined;
    if (!isText(found)) throw new Error(`there is no text notices.${key}`);
    return String(format(found, formatLocaleOf(locale), values, { formatters, timeZone: "UTC" }));
  };
}

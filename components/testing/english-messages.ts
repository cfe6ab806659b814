import type { AbstractIntlMessages } from "next-intl";
import type { Locale } from "@/lib/i18n/contract";

/** All texts, as they are written: tests compile them when they use them. */
const files = import.meta.glob<{ default: AbstractIntlMessages }>("../../lib/i18n/messages/*/*.json", { eager: true });

export function messagesOf(locale: Locale): AbstractIntlMessages {
  const own = Object.entries(files).filter(([file]) => file.includes(`/messages/${locale}/`));
  return Object.fromEntries(own.map(([file, { default: texts }]) => [file.replace(/^.*\/|\.json$/g, ""), texts]));
}

export const englishMessages = messagesOf("en");

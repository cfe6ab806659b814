import type { AbstractIntlMessages } from "next-intl";

/** All English texts, as they are written: tests compile them when they use them. */
const files = import.meta.glob<{ default: AbstractIntlMessages }>("../../lib/i18n/messages/en/*.json", { eager: true });

export const englishMessages: AbstractIntlMessages = Object.fromEntries(
  Object.entries(files).map(([file, { default: texts }]) => [file.replace(/^.*\/|\.json$/g, ""), texts]),
);

import type { AbstractIntlMessages } from "next-intl";
import type { Locale } from "./contract";

/** The compiled messages of one language, loaded with its first use and then kept. English stands in for what is missing. */
export async function loadMessages(locale: Locale): Promise<AbstractIntlMessages> {
  const loaded: { default: AbstractIntlMessages } = await import(`./generated/${locale}.json`);
  return loaded.default;
}

import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { cache } from "react";
import { chooseLocale, chooseTimeZone } from "@/lib/i18n/choose-locale";
import { formatLocaleOf, type Locale, localeCookie, timeZoneCookie } from "@/lib/i18n/contract";
import { loadMessages } from "@/lib/i18n/load-messages";
import { currentActor } from "./page-actor";

/** The language of the page request. Read once per request for all components. */
const pageLocale = cache(async (): Promise<Locale> => {
  const [actor, jar, sent] = await Promise.all([currentActor(), cookies(), headers()]);
  return chooseLocale({
    account: actor?.locale,
    cookie: jar.get(localeCookie)?.value,
    acceptLanguage: sent.get("accept-language"),
  });
});

/** What next-intl knows of a request; next.config.ts names this file. */
export default getRequestConfig(async () => {
  const locale = await pageLocale();
  const timeZone = chooseTimeZone((await cookies()).get(timeZoneCookie)?.value);
  return { locale: formatLocaleOf(locale), timeZone, messages: await loadMessages(locale) };
});

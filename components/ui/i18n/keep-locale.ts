import { type Locale, localeCookie, timeZoneCookie } from "@/lib/i18n/contract";

function keep(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

export const keepLocale = (locale: Locale): void => keep(localeCookie, locale);

export const keepTimeZone = (timeZone: string): void => keep(timeZoneCookie, timeZone);

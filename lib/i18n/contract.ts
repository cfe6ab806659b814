/** The languages of the interface. What a browser may know: names, directions, and the cookies that keep the choice. */
export const locales = ["en", "de", "es", "ar"] as const;
export type Locale = (typeof locales)[number];

/** Complete by definition; API clients always get it. */
export const defaultLocale: Locale = "en";

/** Each in its own language, as people look for it. */
export const localeNames: Record<Locale, string> = { en: "English", de: "Deutsch", es: "Español", ar: "العربية" };

export const directionOf = (locale: Locale): "ltr" | "rtl" => (locale === "ar" ? "rtl" : "ltr");

export const isLocale = (value: unknown): value is Locale => locales.some((locale) => locale === value);

/** What `Intl` gets: digits of Arabic texts are the Latin ones, as in addresses, versions and sizes beside them. */
const formats = { en: "en", de: "de", es: "es", ar: "ar-u-nu-latn" } as const satisfies Record<Locale, string>;
export type FormatLocale = (typeof formats)[Locale];

export const formatLocaleOf = (locale: Locale): FormatLocale => formats[locale];

/** The language of a locale that `Intl` gets. */
export function localeOf(format: string): Locale {
  const [language] = format.split("-");
  return isLocale(language) ? language : defaultLocale;
}

/** The choice of this browser, before sign-in and for accounts without a choice. */
export const localeCookie = "lightnode_locale";
/** The time zone of this browser, so that the server writes times as the browser does. */
export const timeZoneCookie = "lightnode_time_zone";

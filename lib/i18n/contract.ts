/** The languages of the interface. What a browser may know: names, directions, and the cookies that keep the choice. */
export const locales = ["en", "de", "es", "ar"] as const;
export type Locale = (typeof locales)[number];

/** Complete by definition; API clients always get it. */
export const defaultLocale: Locale = "en";

/** Each in its own language, as people look for it. */
export const localeNames: Record<Locale, string> = { en: "English", de: "Deutsch", es: "Español", ar: "العربية" };

export const directionOf = (locale: Locale): "ltr" | "rtl" => (locale === "ar" ? "rtl" : "ltr");

export const isLocale = (value: unknown): value is Locale => locales.some((locale) => locale === value);

/** The choice of this browser, before sign-in and for accounts without a choice. */
export const localeCookie = "lightnode_locale";
/** The time zone of this browser, so that the server writes times as the browser does. */
export const timeZoneCookie = "lightnode_time_zone";

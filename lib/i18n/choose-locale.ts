import { defaultLocale, isLocale, type Locale } from "./contract";

type Wishes = {
  /** Of the account; null or absent: no choice. */
  account?: string | null | undefined;
  cookie?: string | null | undefined;
  acceptLanguage?: string | null | undefined;
};

/** The language of an answer: the account's, else the browser's choice, else the first one that it accepts. Pure. */
export function chooseLocale({ account, cookie, acceptLanguage }: Wishes): Locale {
  if (isLocale(account)) return account;
  if (isLocale(cookie)) return cookie;
  return accepted(acceptLanguage ?? "") ?? defaultLocale;
}

/** `de-AT;q=0.8` means German with weight 0.8, and q=0 "not this one" (RFC 9110, 12.5.4). */
function accepted(header: string): Locale | null {
  const ranges = header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { language: range.split("-")[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of ranges) if (isLocale(language)) return language;
  return null;
}

/** A time zone that this Node knows; UTC for anything else. */
export function chooseTimeZone(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > 64) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

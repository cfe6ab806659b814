import type { Actor } from "@/lib/access/actor";
import { chooseLocale } from "@/lib/i18n/choose-locale";
import { defaultLocale, type Locale, localeCookie } from "@/lib/i18n/contract";

/** The language of an answer to the session of a browser, as of its pages. Programs with a token always get English. */
export function requestLocale(actor: Actor, request: Request): Locale {
  if (actor.kind === "token") return defaultLocale;
  const cookies = request.headers.get("cookie") ?? "";
  const cookie = new RegExp(`(?:^|;\\s*)${localeCookie}=([a-z]+)`).exec(cookies)?.[1];
  return chooseLocale({ account: actor.locale, cookie, acceptLanguage: request.headers.get("accept-language") });
}

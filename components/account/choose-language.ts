import { keepLocale } from "@/components/ui/i18n/keep-locale";
import { api } from "@/lib/http/client/api";
import type { Locale } from "@/lib/i18n/contract";

/** Keeps the language with the account, and in this browser for the pages before sign-in. */
export async function chooseLanguage(locale: Locale): Promise<void> {
  await api("PATCH", "/account", { body: { locale } });
  keepLocale(locale);
  window.location.reload();
}

"use client";

import { useSyncExternalStore } from "react";
import { defaultLocale, directionOf, isLocale, type Locale } from "@/lib/i18n/contract";
import texts from "@/lib/i18n/generated/lastError.json";

const never = () => () => {};

/** The language of the document that this page replaces. */
function shownLocale(): Locale {
  const { lang } = document.documentElement;
  return isLocale(lang) ? lang : defaultLocale;
}

/** The last fallback, without styles or providers, since they may be the cause of the error. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const locale = useSyncExternalStore(never, shownLocale, () => defaultLocale);
  const { title, text, code, again } = texts[locale];
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <body style={{ fontFamily: "system-ui, sans-serif", display: "grid", placeItems: "center", minHeight: "100vh" }}>
        <main style={{ maxWidth: 420, padding: 24 }}>
          <h1 style={{ fontSize: 22 }}>{title}</h1>
          <p>
            {text} {error.digest ? `${code} ${error.digest}` : ""}
          </p>
          <button type="button" onClick={reset}>
            {again}
          </button>
        </main>
      </body>
    </html>
  );
}

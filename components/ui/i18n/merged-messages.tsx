"use client";

import { type AbstractIntlMessages, NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { type ReactNode, useState } from "react";
import { mergeMessages } from "./merge-messages";

/**
 * Adds messages to those of the providers around it, which NextIntlClientProvider would replace. A section's messages
 * change with the language only: those of a refreshed page are equal, and are dropped, so that `t` stays the same
 * function and no effect runs again.
 */
export function MergedMessages({ messages, children }: { messages: AbstractIntlMessages; children: ReactNode }) {
  const locale = useLocale();
  const outer = useMessages();
  const [kept, setKept] = useState({ locale, messages: mergeMessages(outer, messages) });
  if (kept.locale !== locale) setKept({ locale, messages: mergeMessages(outer, messages) });
  return (
    <NextIntlClientProvider locale={locale} messages={kept.messages}>
      {children}
    </NextIntlClientProvider>
  );
}

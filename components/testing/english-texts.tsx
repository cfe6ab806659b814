import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { englishMessages } from "./english-messages";

/** A missing key, or a missing value of one, fails the test. */
const refuse = (error: Error) => {
  throw error;
};

/** All English texts, and times in UTC. */
export function EnglishTexts({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={englishMessages} onError={refuse}>
      {children}
    </NextIntlClientProvider>
  );
}

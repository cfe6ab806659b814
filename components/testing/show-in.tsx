import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { createQueryClient } from "@/components/theme/query-client";
import { directionOf, formatLocaleOf, type Locale } from "@/lib/i18n/contract";
import { messagesOf } from "./english-messages";

/** Shows components in a language, with all its texts. A text that is missing, or a value of one, is an error. */
export function showIn(locale: Locale, content: ReactNode) {
  const messages = messagesOf(locale);
  const onError = (error: Error) => {
    throw error;
  };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <NextIntlClientProvider locale={formatLocaleOf(locale)} timeZone="UTC" messages={messages} onError={onError}>
      <DirectionProvider initialDirection={directionOf(locale)} detectDirection={false}>
        <QueryClientProvider client={createQueryClient()}>
          <MantineProvider env="test">{children}</MantineProvider>
        </QueryClientProvider>
      </DirectionProvider>
    </NextIntlClientProvider>
  );
  return { ...render(content, { wrapper }), user: userEvent.setup() };
}

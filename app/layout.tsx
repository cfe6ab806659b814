import "@/components/theme/mantine.css";
import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { OfflineNotice } from "@/components/shell/offline/offline-notice";
import { OfflineWorker } from "@/components/shell/offline/offline-worker";
import { fontVariables } from "@/components/theme/fonts";
import { Providers } from "@/components/theme/providers";
import { SectionMessages } from "@/components/ui/i18n/section-messages";
import { TimeZoneWatch } from "@/components/ui/i18n/time-zone-watch";
import { directionOf, localeOf } from "@/lib/i18n/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages");
  return {
    title: { default: "LightNode", template: "%s · LightNode" },
    description: t("aSelfHostedPanel"),
    manifest: "/manifest.webmanifest",
    icons: {
      icon: [
        { url: "/icon.svg", type: "image/svg+xml" },
        { url: "/favicon.ico", sizes: "32x32" },
      ],
      apple: "/icons/apple-touch-icon.png",
    },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f4f6f5" },
    { media: "(prefers-color-scheme: dark)", color: "#0a1112" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the nonce also makes every page dynamic, which the content security policy needs.
  const nonce = (await headers()).get("x-nonce") ?? "";
  const locale = localeOf(await getLocale());
  const direction = directionOf(locale);
  return (
    <html lang={locale} dir={direction} {...mantineHtmlProps} className={fontVariables}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <NextIntlClientProvider messages={{}}>
          <SectionMessages of="layout">
            <Providers nonce={nonce} direction={direction}>
              {children}
              <OfflineNotice />
              <OfflineWorker />
              <TimeZoneWatch />
            </Providers>
          </SectionMessages>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

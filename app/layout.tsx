import "@/components/theme/mantine.css";
import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { OfflineNotice } from "@/components/shell/offline/offline-notice";
import { OfflineWorker } from "@/components/shell/offline/offline-worker";
import { fontVariables } from "@/components/theme/fonts";
import { Providers } from "@/components/theme/providers";

export const metadata: Metadata = {
  title: { default: "LightNode", template: "%s · LightNode" },
  description: "A self-hosted panel for game servers.",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/icon.svg", type: "image/svg+xml" },
      { url: "/favicon.ico", sizes: "32x32" },
    ],
    apple: "/icons/apple-touch-icon.png",
  },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f4f6f5" },
    { media: "(prefers-color-scheme: dark)", color: "#0a1112" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the nonce also makes every page dynamic, which the content security policy needs.
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    <html lang="en" {...mantineHtmlProps} className={fontVariables}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <Providers nonce={nonce}>
          {children}
          <OfflineNotice />
          <OfflineWorker />
        </Providers>
      </body>
    </html>
  );
}

import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Preview } from "@react-email/preview";
import { Text } from "@react-email/text";
import type { ReactNode } from "react";
import { directionOf } from "@/lib/i18n/contract";
import type { MailContext } from "./define-mail";

const ink = "#1b2430";
const quiet = "#5b6776";
const accent = "#0f7a6c";
const fonts = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

type Props = { site: MailContext; title: string; preview: string; children: ReactNode };

/** The frame of every mail: one column, readable in any client, in light and dark. */
export function MailLayout({ site, title, preview, children }: Props) {
  return (
    <Html lang={site.locale} dir={directionOf(site.locale)}>
      <Head>
        <meta name="color-scheme" content="light dark" />
      </Head>
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: "#f2f5f7", fontFamily: fonts, margin: 0, padding: "32px 12px" }}>
        <Container
          style={{ backgroundColor: "#ffffff", borderRadius: 10, maxWidth: 520, padding: "28px 32px", color: ink }}
        >
          <Text style={{ color: accent, fontSize: 14, fontWeight: 700, margin: 0 }}>{site.name}</Text>
          <Heading as="h1" style={{ color: ink, fontSize: 22, lineHeight: "30px", margin: "8px 0 16px" }}>
            {title}
          </Heading>
          {children}
          <Hr style={{ borderColor: "#e3e8ec", margin: "24px 0 12px" }} />
          <Text style={{ color: quiet, fontSize: 12, lineHeight: "18px", margin: 0 }}>
            {site.t("layout.sentBy", { url: site.url })}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

export function Paragraph({ children }: { children: ReactNode }) {
  return <Text style={{ color: ink, fontSize: 15, lineHeight: "24px", margin: "0 0 14px" }}>{children}</Text>;
}

/** The one thing to do; the address is written out too, for clients that show no buttons. */
export function Action({ href, site, children }: { href: string; site: MailContext; children: ReactNode }) {
  return (
    <>
      <Button
        href={href}
        style={{
          backgroundColor: accent,
          borderRadius: 8,
          color: "#ffffff",
          display: "inline-block",
          fontSize: 15,
          fontWeight: 600,
          padding: "12px 20px",
        }}
      >
        {children}
      </Button>
      <Text style={{ color: quiet, fontSize: 12, lineHeight: "18px", margin: "14px 0", wordBreak: "break-all" }}>
        {site.t("layout.orOpen", { href })}
      </Text>
    </>
  );
}

/** The greeting; without a name where the recipient has not proved to own the address. */
export function Hello({ site, name }: { site: MailContext; name: string | null }) {
  return <Paragraph>{name === null ? site.t("layout.helloNobody") : site.t("layout.hello", { name })}</Paragraph>;
}

/** A code to type. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <Text style={{ color: ink, fontFamily: "monospace", fontSize: 30, letterSpacing: 6, margin: "8px 0 18px" }}>
      {children}
    </Text>
  );
}

/** Where something happened, as label and value lines. */
export function Facts({ facts }: { facts: [string, string][] }) {
  return (
    <>
      {facts.map(([label, value]) => (
        <Text key={label} style={{ color: ink, fontSize: 14, lineHeight: "22px", margin: 0 }}>
          <span style={{ color: quiet }}>{label}: </span>
          {value}
        </Text>
      ))}
      <Text style={{ margin: "0 0 6px" }} />
    </>
  );
}

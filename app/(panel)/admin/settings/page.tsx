import { Alert, Text } from "@mantine/core";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";

import { IsolationReport } from "@/components/admin/nodes/isolation-report";
import { SecurityPolicyForm } from "@/components/admin/security/security-policy-form";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { readSecurityPolicy } from "@/lib/auth/accounts/security-policy";
import { isVerificationRequired } from "@/lib/auth/accounts/verify-email";

import { env } from "@/lib/core/env";
import { addressReport } from "@/lib/http/callers/address-report";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listIsolation } from "@/lib/nodes/isolation/change-isolation";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.settings");
  return { title: t("settings") };
}

export default async function SettingsPage() {
  const t = await getTranslations("pages.admin.settings");
  const actor = await requirePageActor("security.manage");
  const [policy, requestHeaders, isolation] = await Promise.all([
    readSecurityPolicy(actor),
    headers(),
    listIsolation(actor),
  ]);
  const report = addressReport(requestHeaders, env().TRUSTED_PROXIES);
  const isFine = report.verdict === "direct" || report.verdict === "behind_trusted_proxy";
  const facts = [
    [t("yourAddressAsThe"), report.believed ?? "unknown"],
    [t("limitsCountYouAs"), report.countedBy],
    [t("theConnectionComesFrom"), report.peer],
    [t("xForwardedForContains"), report.forwarded ?? "nothing"],
    [t("trustedProxiesTrustedProxies"), env().TRUSTED_PROXIES || "none"],
  ] as const;
  return (
    <PageFrame title={t("settings")} lead={t("settingsMadeByAdministrators")}>
      <Card title={t("signingIn")}>
        <SecurityPolicyForm policy={policy} />
      </Card>
      <Card title={t("canThePanelDistinguish")}>
        <Alert color={isFine ? "teal" : "red"} p="sm" role="status">
          {report.advice}
        </Alert>
        <dl style={{ fontSize: 14, marginBottom: 0 }}>
          {facts.map(([label, value]) => (
            <div key={label} style={{ display: "flex", flexWrap: "wrap", gap: 8, padding: "3px 0" }}>
              <dt style={{ minWidth: 260, opacity: 0.75 }}>{label}</dt>
              <dd style={{ margin: 0 }}>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t("canGameServersReach")}>
        {isolation.map((node) => (
          <IsolationReport key={node.id} node={node} />
        ))}
      </Card>
      <Card title={t("mail")}>
        <Text size="sm" mb="sm">
          {t("mailsAreSentAs", {
            SMTP_URL: String(Boolean(env().SMTP_URL)),
            MAIL_FROM: env().MAIL_FROM,
            case: String(isVerificationRequired()),
          })}
        </Text>
        <LinkButton variant="default" href="/admin/outbox">
          {t("openTheOutbox")}
        </LinkButton>
      </Card>
    </PageFrame>
  );
}

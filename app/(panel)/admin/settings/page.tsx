import { Alert, Text } from "@mantine/core";
import type { Metadata } from "next";
import { headers } from "next/headers";

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

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requirePageActor("security.manage");
  const [policy, requestHeaders, isolation] = await Promise.all([
    readSecurityPolicy(actor),
    headers(),
    listIsolation(actor),
  ]);
  const report = addressReport(requestHeaders, env().TRUSTED_PROXIES);
  const isFine = report.verdict === "direct" || report.verdict === "behind_trusted_proxy";
  const facts = [
    ["Your address as the panel sees it", report.believed ?? "unknown"],
    ["Limits count you as", report.countedBy],
    ["The connection comes from", report.peer],
    ["X-Forwarded-For contains", report.forwarded ?? "nothing"],
    ["Trusted proxies (TRUSTED_PROXIES)", env().TRUSTED_PROXIES || "none"],
  ] as const;
  return (
    <PageFrame title="Settings" lead="Settings made by administrators, and settings from the environment.">
      <Card title="Signing in">
        <SecurityPolicyForm policy={policy} />
      </Card>
      <Card title="Can the panel distinguish clients?">
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
      <Card title="Can game servers reach this machine?">
        {isolation.map((node) => (
          <IsolationReport key={node.id} node={node} />
        ))}
      </Card>
      <Card title="Mail">
        <Text size="sm" mb="sm">
          {env().SMTP_URL
            ? `Mails are sent as  ${env().MAIL_FROM}.`
            : "There is no mail server: set SMTP_URL. Until then, mails stay in the outbox."}{" "}
          New addresses{" "}
          {isVerificationRequired() ? "must be confirmed before the first sign-in" : "may be confirmed later"}{" "}
          (EMAIL_VERIFICATION).
        </Text>
        <LinkButton variant="default" href="/admin/outbox">
          Open the outbox
        </LinkButton>
      </Card>
    </PageFrame>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import classes from "@/components/admin/security/security.module.css";
import { SecurityBlocks } from "@/components/admin/security/security-blocks";
import { SecurityNetworks } from "@/components/admin/security/security-networks";
import { SecurityRules } from "@/components/admin/security/security-rules";
import { SecuritySignIns } from "@/components/admin/security/security-sign-ins";
import { SecuritySignals, SettledSignals } from "@/components/admin/security/security-signals";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { overviewQuery } from "@/lib/auth/detection/contract";
import { readSecurity } from "@/lib/auth/detection/overview";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.security");
  return { title: t("security") };
}

const periods = [
  ["24h", "24 hours"],
  ["7d", "7 days"],
] as const;

export default async function SecurityPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.admin.security");
  const actor = await requirePageActor("security.read");
  const { query, ignored } = await readSearch(overviewQuery, searchParams);
  const { series, signals, settled, networks, blocks, rules } = await readSecurity(actor, query);
  const canManage = may(actor, "security.manage");
  const choice = periods.map(([period, label]) => (
    <LinkButton
      key={period}
      size="xs"
      variant={period === query.period ? "light" : "subtle"}
      aria-current={period === query.period ? "true" : undefined}
      href={`/admin/security?period=${period}`}
    >
      {label}
    </LinkButton>
  ));
  const lead = t("signInAttemptsWhat");
  return (
    <PageFrame title={t("security")} lead={lead} actions={choice}>
      <IgnoredInput names={ignored} />
      <Card title={t("openSignals")} flush>
        <SecuritySignals signals={signals} canManage={canManage} />
      </Card>
      <Card title={t("attemptsToSignIn")}>
        <SecuritySignIns series={series} />
      </Card>
      <div className={classes.columns}>
        <Card title={t("networksWithMostFailures")} flush>
          <SecurityNetworks networks={networks} />
        </Card>
        <Card title={t("slowedDownOrBlocked")} flush>
          <SecurityBlocks blocks={blocks} canManage={canManage} />
        </Card>
      </div>
      <Card title={t("rules")} flush>
        <SecurityRules rules={rules} canManage={canManage} />
      </Card>
      {settled.length > 0 ? (
        <Card title={t("recentlySettled")} flush>
          <SettledSignals signals={settled} />
        </Card>
      ) : null}
    </PageFrame>
  );
}

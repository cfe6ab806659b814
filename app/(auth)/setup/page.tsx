import { Text } from "@mantine/core";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";

import { CredentialsForm } from "@/components/auth/sign-in/credentials-form";
import { isSetupTokenValid } from "@/lib/auth/accounts/accounts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.setup");
  return { title: t("setUpLightNode"), referrer: "no-referrer" };
}

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const t = await getTranslations("pages.setup");
  const { token } = await searchParams;
  const valid = typeof token === "string" && (await isSetupTokenValid(token));
  if (!valid) {
    return (
      <AuthCard title={t("thisLinkIsNot")} lead={t("setupLinksWorkOnce")}>
        <Text size="sm">
          {t.rich("restartThePanelTo", { link: (chunks) => <Link href="/sign-in">{chunks}</Link> })}
        </Text>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={t("welcomeToLightNode")} lead={t("createTheFirstAdministrator")}>
      <CredentialsForm mode="setup" token={token} />
    </AuthCard>
  );
}

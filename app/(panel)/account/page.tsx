import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmailCard } from "@/components/account/email-card";
import { LanguageCard } from "@/components/account/language-card";
import { PasswordCard } from "@/components/account/password-card";

import { Card, PageFrame } from "@/components/ui/page-frame";
import { isEmailVerified } from "@/lib/auth/accounts/verify-email";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account");
  return { title: t("account") };
}

export default async function AccountPage() {
  const actor = await requirePageActor("account.read");
  const t = await getTranslations("pages.account");
  const isVerified = await isEmailVerified(actor);
  return (
    <PageFrame title={t("account")} lead={t("role", { name: actor.name, email: actor.email, role: actor.role })}>
      <Card title={t("eMailAddress")}>
        <EmailCard email={actor.email} isVerified={isVerified} />
      </Card>
      <Card title={t("password")}>
        <PasswordCard />
      </Card>
      <Card title={t("language")}>
        <LanguageCard />
      </Card>
    </PageFrame>
  );
}

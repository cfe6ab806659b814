import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmailCard } from "@/components/account/email-card";
import { LanguageCard } from "@/components/account/language-card";
import { PasswordCard } from "@/components/account/password-card";

import { Card, PageFrame } from "@/components/ui/page-frame";
import { isEmailVerified } from "@/lib/auth/accounts/verify-email";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await requirePageActor("account.read");
  const t = await getTranslations("pages.account");
  const isVerified = await isEmailVerified(actor);
  return (
    <PageFrame title="Account" lead={`${actor.name}, ${actor.email}, role ${actor.role}`}>
      <Card title="E-mail address">
        <EmailCard email={actor.email} isVerified={isVerified} />
      </Card>
      <Card title="Password">
        <PasswordCard />
      </Card>
      <Card title={t("language")}>
        <LanguageCard />
      </Card>
    </PageFrame>
  );
}

import type { Metadata } from "next";
import { EmailCard } from "@/components/account/email-card";
import { PasswordCard } from "@/components/account/password-card";

import { Card, PageFrame } from "@/components/ui/page-frame";
import { isEmailVerified } from "@/lib/auth/accounts/verify-email";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await requirePageActor("account.read");
  const isVerified = await isEmailVerified(actor);
  return (
    <PageFrame title="Account" lead={`${actor.name}, ${actor.email}, role ${actor.role}`}>
      <Card title="E-mail address">
        <EmailCard email={actor.email} isVerified={isVerified} />
      </Card>
      <Card title="Password">
        <PasswordCard />
      </Card>
    </PageFrame>
  );
}

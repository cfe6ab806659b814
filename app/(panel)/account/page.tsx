import type { Metadata } from "next";
import { PasswordCard } from "@/components/account/password-card";
import { Card, PageFrame } from "@/components/page/page-frame";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await requirePageActor("account.read");
  return (
    <PageFrame title="Account" lead={`${actor.name}, ${actor.email}, role ${actor.role}`}>
      <Card title="Password">
        <PasswordCard />
      </Card>
    </PageFrame>
  );
}

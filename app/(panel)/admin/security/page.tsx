import type { Metadata } from "next";
import { SecurityPolicyForm } from "@/components/admin/security-policy-form";
import { Card, PageFrame } from "@/components/page/page-frame";
import { readSecurityPolicy } from "@/lib/auth/security-policy";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Sign-in rules" };

export default async function SecurityPolicyPage() {
  const actor = await requirePageActor("security.manage");
  const policy = await readSecurityPolicy(actor);
  return (
    <PageFrame title="Sign-in rules" lead="Who needs a second factor, and how many sessions one person may have.">
      <Card>
        <SecurityPolicyForm policy={policy} />
      </Card>
    </PageFrame>
  );
}

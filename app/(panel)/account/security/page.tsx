import type { Metadata } from "next";
import { SecurityFactors } from "@/components/account/security/security-factors";

import { PageFrame } from "@/components/ui/page-frame";
import { listFactors } from "@/lib/auth/factors/setup/list-factors";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const actor = await requirePageActor("account.read", { duringEnrolment: true });
  const view = await listFactors(actor);
  return (
    <PageFrame title="Security" lead="A second factor protects your account even if somebody knows your password.">
      <SecurityFactors view={view} mustEnrol={actor.assurance?.mustEnrol ?? false} />
    </PageFrame>
  );
}

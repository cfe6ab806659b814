import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { SubscriptionLink } from "@/components/status/subscription-link";

export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer" };

export default function ConfirmPage() {
  return (
    <AuthCard title="Updates of the status page" lead="Confirm that this address is yours.">
      <SubscriptionLink action="confirm" />
    </AuthCard>
  );
}

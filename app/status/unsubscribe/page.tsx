import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { SubscriptionLink } from "@/components/status/subscription-link";

export const metadata: Metadata = { title: "No more updates", referrer: "no-referrer" };

export default function UnsubscribePage() {
  return (
    <AuthCard title="No more updates" lead="Your address is removed, and gets no more mails of the status page.">
      <SubscriptionLink action="remove" />
    </AuthCard>
  );
}

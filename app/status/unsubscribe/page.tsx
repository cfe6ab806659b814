import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { SubscriptionLink } from "@/components/status/subscription-link";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.status.unsubscribe");
  return { title: t("noMoreUpdates"), referrer: "no-referrer" };
}

export default function UnsubscribePage() {
  const t = useTranslations("pages.status.unsubscribe");
  return (
    <AuthCard title={t("noMoreUpdates")} lead={t("yourAddressIsRemoved")}>
      <SubscriptionLink action="remove" />
    </AuthCard>
  );
}

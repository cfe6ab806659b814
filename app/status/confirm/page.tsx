import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { SubscriptionLink } from "@/components/status/subscription-link";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.status.confirm");
  return { title: t("confirmYourAddress"), referrer: "no-referrer" };
}

export default function ConfirmPage() {
  const t = useTranslations("pages.status.confirm");
  return (
    <AuthCard title={t("updatesOfTheStatus")} lead={t("confirmThatThisAddress")}>
      <SubscriptionLink action="confirm" />
    </AuthCard>
  );
}

import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { CancelResetForm } from "@/components/auth/links/cancel-reset-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.cancelReset");
  return { title: t("keepYourSecondFactors"), referrer: "no-referrer" };
}

export default function CancelResetPage() {
  const t = useTranslations("pages.cancelReset");
  return (
    <AuthCard title={t("keepYourSecondFactors")} lead={t("stopsTheResetThat")}>
      <CancelResetForm />
    </AuthCard>
  );
}

import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { VerifyEmailForm } from "@/components/auth/links/verify-email-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.verifyEmail");
  return { title: t("confirmYourAddress"), referrer: "no-referrer" };
}

export default function VerifyEmailPage() {
  const t = useTranslations("pages.verifyEmail");
  return (
    <AuthCard title={t("confirmYourEMail")} lead={t("confirmThatThisAddress")}>
      <VerifyEmailForm />
    </AuthCard>
  );
}

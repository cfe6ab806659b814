import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { ResetPasswordForm } from "@/components/auth/links/reset-password-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.resetPassword");
  return { title: t("resetYourPassword"), referrer: "no-referrer" };
}

export default function ResetPasswordPage() {
  const t = useTranslations("pages.resetPassword");
  const footer = (
    <Link href="/sign-in" prefetch={false}>
      {t("backToSignIn")}
    </Link>
  );
  return (
    <AuthCard title={t("chooseANewPassword")} lead={t("youGetALink")} footer={footer}>
      <ResetPasswordForm />
    </AuthCard>
  );
}

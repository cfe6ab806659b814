import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages");
  return { title: t("notFound") };
}

export default function NotFound() {
  const t = useTranslations("pages");
  return (
    <AuthCard title={t("notFound")} lead={t("thisPageDoesNot")}>
      <Link href="/">{t("toTheDashboard")}</Link>
    </AuthCard>
  );
}

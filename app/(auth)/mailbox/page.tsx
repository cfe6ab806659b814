import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { OwnMailbox } from "@/components/mail/mailbox/own-mailbox";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.mailbox");
  return { title: t("yourMailbox") };
}

export default function OwnMailboxPage() {
  const t = useTranslations("pages.mailbox");
  return (
    <AuthCard title={t("yourMailbox")} lead={t("changeItsPasswordAnd")}>
      <OwnMailbox />
    </AuthCard>
  );
}

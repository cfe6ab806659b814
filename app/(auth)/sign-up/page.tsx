import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";

import { CredentialsForm } from "@/components/auth/sign-in/credentials-form";
import { currentActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.signUp");
  return { title: t("createAnAccount") };
}

export default async function SignUpPage() {
  const t = await getTranslations("pages.signUp");
  if (await currentActor()) redirect("/");
  const footer = (
    <>
      {t.rich("haveAnAccountSign", {
        link: (chunks) => (
          <Link href="/sign-in" prefetch={false}>
            {chunks}
          </Link>
        ),
      })}
    </>
  );
  return (
    <AuthCard title={t("createAnAccount")} lead={t("youNeedAnAccount")} footer={footer}>
      <CredentialsForm mode="sign-up" />
    </AuthCard>
  );
}

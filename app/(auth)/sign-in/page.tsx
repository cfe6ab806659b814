import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { AddressNotice } from "@/components/auth/sign-in/address-notice";
import { nextPath } from "@/components/auth/sign-in/next-path";
import { SignInPageForm } from "@/components/auth/sign-in/sign-in-page-form";
import { env } from "@/lib/core/env";
import { currentActor } from "@/lib/http/pages/page-actor";

type Texts = ReturnType<typeof useTranslations<"pages.signIn">>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.signIn");
  return { title: t("signIn") };
}

/** Why a page redirected here; other values in the URL are ignored. */
const reasons = (t: Texts): Record<string, string> => ({
  ended: t("yourSessionHasEnded"),
  revoked: t("thisSessionWasEnded"),
  revoked_by_administrator: t("anAdministratorEndedThis"),
  limit: t("thisSessionEndedBecause"),
  factor_added: t("aSecondFactorWas"),
  password_changed: t("yourPasswordWasChanged"),
  role_changed: t("yourRoleWasChanged"),
  locked: t("thisAccountWasLocked"),
  erased: t("thisAccountWasDeleted"),
  recovery: t("theSecondFactorsOf"),
});

type Props = { searchParams: Promise<{ ended?: string | string[]; next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const t = await getTranslations("pages.signIn");
  const { ended, next: wanted } = await searchParams;
  const next = nextPath(wanted);
  if (await currentActor()) redirect(next);
  const notice = typeof ended === "string" && Object.hasOwn(reasons(t), ended) ? (reasons(t)[ended] ?? null) : null;
  const footer = (
    <>
      {t.rich("newHereCreateAn", {
        link: (chunks) => (
          <Link href="/sign-up" prefetch={false}>
            {chunks}
          </Link>
        ),
        link2: (chunks) => (
          <Link href="/reset-password" prefetch={false}>
            {chunks}
          </Link>
        ),
      })}
    </>
  );
  return (
    <AuthCard title={t("signIn")} lead={t("signInToManage")} footer={footer}>
      <AddressNotice site={env().NEXTAUTH_URL} />
      <SignInPageForm notice={notice} next={next} />
    </AuthCard>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { AddressNotice } from "@/components/auth/sign-in/address-notice";
import { nextPath } from "@/components/auth/sign-in/next-path";
import { SignInPageForm } from "@/components/auth/sign-in/sign-in-page-form";
import { env } from "@/lib/core/env";
import { currentActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Sign in" };

/** Why a page redirected here; other values in the URL are ignored. */
const reasons: Record<string, string> = {
  ended: "Your session has ended. Sign in again.",
  revoked: "This session was ended from another device. Sign in again.",
  revoked_by_administrator: "An administrator ended this session. Sign in again.",
  limit: "This session ended because you signed in on more devices than are allowed.",
  factor_added: "A second factor was added to your account. Sign in again, with it.",
  password_changed: "Your password was changed. Sign in with the new one.",
  role_changed: "Your role was changed. Sign in again.",
  locked: "This account was locked. Ask an administrator.",
  erased: "This account was deleted.",
  recovery: "The second factors of your account were reset. Sign in again.",
};

type Props = { searchParams: Promise<{ ended?: string | string[]; next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { ended, next: wanted } = await searchParams;
  const next = nextPath(wanted);
  if (await currentActor()) redirect(next);
  const notice = typeof ended === "string" && Object.hasOwn(reasons, ended) ? (reasons[ended] ?? null) : null;
  const footer = (
    <>
      New here?{" "}
      <Link href="/sign-up" prefetch={false}>
        Create an account
      </Link>
      {" · "}
      <Link href="/reset-password" prefetch={false}>
        Forgot your password?
      </Link>
    </>
  );
  return (
    <AuthCard title="Sign in" lead="Sign in to manage your servers." footer={footer}>
      <AddressNotice site={env().NEXTAUTH_URL} />
      <SignInPageForm notice={notice} next={next} />
    </AuthCard>
  );
}

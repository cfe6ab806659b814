import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { CredentialsForm } from "@/components/auth/credentials-form";
import { currentActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  if (await currentActor()) redirect("/");
  const footer = (
    <>
      New here?{" "}
      <Link href="/sign-up" prefetch={false}>
        Create an account
      </Link>
    </>
  );
  return (
    <AuthCard title="Sign in" lead="Your servers are where you left them." footer={footer}>
      <CredentialsForm mode="sign-in" />
    </AuthCard>
  );
}

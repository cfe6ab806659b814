import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";

import { CredentialsForm } from "@/components/auth/sign-in/credentials-form";
import { currentActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  if (await currentActor()) redirect("/");
  const footer = (
    <>
      Have an account?{" "}
      <Link href="/sign-in" prefetch={false}>
        Sign in
      </Link>
    </>
  );
  return (
    <AuthCard title="Create an account" lead="You need an account to create servers." footer={footer}>
      <CredentialsForm mode="sign-up" />
    </AuthCard>
  );
}

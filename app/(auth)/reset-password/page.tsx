import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/components/auth/auth-card";
import { ResetPasswordForm } from "@/components/auth/links/reset-password-form";

export const metadata: Metadata = { title: "Reset your password", referrer: "no-referrer" };

export default function ResetPasswordPage() {
  const footer = (
    <Link href="/sign-in" prefetch={false}>
      Back to sign in
    </Link>
  );
  return (
    <AuthCard title="Choose a new password" lead="You get a link by mail." footer={footer}>
      <ResetPasswordForm />
    </AuthCard>
  );
}

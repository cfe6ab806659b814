import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { VerifyEmailForm } from "@/components/auth/links/verify-email-form";

export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer" };

export default function VerifyEmailPage() {
  return (
    <AuthCard title="Confirm your e-mail address" lead="Confirm that this address is yours.">
      <VerifyEmailForm />
    </AuthCard>
  );
}

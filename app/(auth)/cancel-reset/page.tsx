import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { CancelResetForm } from "@/components/auth/links/cancel-reset-form";

export const metadata: Metadata = { title: "Keep your second factors", referrer: "no-referrer" };

export default function CancelResetPage() {
  return (
    <AuthCard title="Keep your second factors" lead="Stops the reset that an administrator asked for.">
      <CancelResetForm />
    </AuthCard>
  );
}

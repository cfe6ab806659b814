import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { OwnMailbox } from "@/components/mail/mailbox/own-mailbox";

export const metadata: Metadata = { title: "Your mailbox" };

export default function OwnMailboxPage() {
  return (
    <AuthCard title="Your mailbox" lead="Change its password and the automatic answer. No account is needed.">
      <OwnMailbox />
    </AuthCard>
  );
}

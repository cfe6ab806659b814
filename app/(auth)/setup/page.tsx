import { Text } from "@mantine/core";
import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/components/auth/auth-card";

import { CredentialsForm } from "@/components/auth/sign-in/credentials-form";
import { isSetupTokenValid } from "@/lib/auth/accounts/accounts";

export const metadata: Metadata = { title: "Set up LightNode", referrer: "no-referrer" };

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  const valid = typeof token === "string" && (await isSetupTokenValid(token));
  if (!valid) {
    return (
      <AuthCard title="This link is not valid" lead="Setup links work once and for 24 hours.">
        <Text size="sm">
          Restart the panel to have a new link printed, or <Link href="/sign-in">sign in</Link> if an administrator
          exists already.
        </Text>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Welcome to LightNode" lead="Create the first administrator. This link works once.">
      <CredentialsForm mode="setup" token={token} />
    </AuthCard>
  );
}

"use client";

import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/http/client";

/** The account's address: whether it is confirmed, and how to move to another. */
export function EmailCard({ email, isVerified }: { email: string; isVerified: boolean }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    const body = { email: text("email"), password: text("password") };
    await api("POST", "/account/email/change", { body });
    setSentTo(body.email);
  });
  return (
    <Stack gap="sm" maw={420}>
      {isVerified ? null : <ConfirmNotice email={email} />}
      {sentTo ? (
        <Text size="sm" role="status">
          A mail was sent to {sentTo}. The address changes when you open its link.
        </Text>
      ) : null}
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          {alert}
          <TextInput
            label="New e-mail address"
            name="email"
            type="email"
            autoComplete="email"
            placeholder={email}
            error={fields.email}
            required
            withAsterisk={false}
          />
          <PasswordInput
            label="Your password"
            name="password"
            autoComplete="current-password"
            error={fields.password}
            required
            withAsterisk={false}
          />
          <Button type="submit" loading={state === "busy"} w="fit-content">
            Change address
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}

function ConfirmNotice({ email }: { email: string }) {
  async function resend() {
    try {
      await api("POST", "/account/email/resend", { body: {} });
      toastDone(`A mail was sent to ${email}.`);
    } catch (error) {
      toastFailure(error);
    }
  }
  return (
    <Alert
      p="sm"
      title={
        <Text fw={600} size="sm" c="var(--mantine-color-text)">
          This address is not confirmed yet
        </Text>
      }
      color="yellow"
    >
      <Group gap="sm" justify="space-between">
        <Text size="sm">Open the link of the mail we sent.</Text>
        <Button size="xs" variant="default" onClick={resend}>
          Send it again
        </Button>
      </Group>
    </Alert>
  );
}

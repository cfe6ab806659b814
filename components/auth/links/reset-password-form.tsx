"use client";

import { Button, PasswordInput, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import Link from "next/link";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/http/client";
import { useLinkToken } from "./use-link-token";

/** Requests the mail. With the token of a mail, sets the new password. */
export function ResetPasswordForm() {
  const token = useLinkToken();
  if (token === undefined) return <Skeleton height={36} />;
  return token === null ? <RequestForm /> : <ConfirmForm token={token} />;
}

function RequestForm() {
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    await api("POST", "/account/password-reset", { body: { email: text("email") } });
  });
  if (state === "done") {
    return (
      <Text size="sm" role="status">
        If the address has an account, a mail with a link is on its way. The link works once, for 24 hours. If the panel
        has no mail server, ask its administrator for the link.
      </Text>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {alert}
        <TextInput
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          error={fields.email}
          required
          withAsterisk={false}
        />
        <Button type="submit" loading={state === "busy"}>
          Send the link
        </Button>
      </Stack>
    </form>
  );
}

function ConfirmForm({ token }: { token: string }) {
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    await api("POST", "/account/password-reset/confirm", { body: { token, password: text("password") } });
  });
  if (state === "done") {
    return (
      <Stack gap="sm">
        <Text size="sm" role="status">
          Your password is changed, and all sessions were ended.
        </Text>
        <Button component={Link} href="/sign-in">
          Go on to sign in
        </Button>
      </Stack>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {alert}
        <PasswordInput
          label="New password"
          name="password"
          autoComplete="new-password"
          description="At least 8 characters; 15 or more are better."
          error={fields.password}
          required
          withAsterisk={false}
        />
        <Button type="submit" loading={state === "busy"}>
          Change password
        </Button>
      </Stack>
    </form>
  );
}

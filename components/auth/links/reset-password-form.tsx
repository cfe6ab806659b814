"use client";

import { Button, PasswordInput, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import Link from "next/link";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";
import { useLinkToken } from "./use-link-token";

/** Requests the mail. With the token of a mail, sets the new password. */
export function ResetPasswordForm() {
  const token = useLinkToken();
  if (token === undefined) return <Skeleton height={36} />;
  return token === null ? <RequestForm /> : <ConfirmForm token={token} />;
}

function RequestForm() {
  const form = useApiForm({
    initial: { email: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.requestPasswordResetBody),
    send: (body) => api("POST", "/account/password-reset", { body }),
  });
  if (form.isSent) {
    return (
      <Text size="sm" role="status">
        If the address has an account, a mail with a link is on its way. The link works once, for 24 hours. If the panel
        has no mail server, ask its administrator for the link.
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <TextInput
          {...form.field("email")}
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <SubmitButton form={form}>Send the link</SubmitButton>
      </Stack>
    </Form>
  );
}

function ConfirmForm({ token }: { token: string }) {
  const form = useApiForm({
    initial: { password: "" },
    toBody: ({ password }) => ({ token, password }),
    schema: () => import("@/lib/auth/contract").then((contract) => contract.confirmPasswordResetBody),
    send: ({ password }) => api("POST", "/account/password-reset/confirm", { body: { token, password } }),
  });
  if (form.isSent) {
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
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <PasswordInput
          {...form.field("password")}
          label="New password"
          autoComplete="new-password"
          description="At least 8 characters; 15 or more are better."
          required
          withAsterisk={false}
        />
        <SubmitButton form={form}>Change password</SubmitButton>
      </Stack>
    </Form>
  );
}

"use client";

import { Stack, Text } from "@mantine/core";
import Link from "next/link";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";
import { useLinkToken } from "./use-link-token";

/** A button, not the link itself, cancels: mail scanners open links. */
export function CancelResetForm() {
  const token = useLinkToken();
  const form = useApiForm({
    initial: {},
    send: () => api("POST", "/account/2fa/recovery/cancel", { body: { token: token ?? "" } }),
  });
  if (token === null && !form.isPending && !form.isSent) {
    return (
      <Text size="sm">
        This link is not complete. Open it from the mail again, or <Link href="/sign-in">sign in</Link>.
      </Text>
    );
  }
  if (form.isSent) {
    return (
      <Text size="sm" role="status">
        Your second factors stay. If you did not ask for a reset, change your password and inform your administrator.{" "}
        <Link href="/sign-in">Sign in</Link>
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <SubmitButton form={form} disabled={!token}>
          Keep my factors
        </SubmitButton>
      </Stack>
    </Form>
  );
}

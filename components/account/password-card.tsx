"use client";

import { PasswordInput, Stack } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";

/** Changes the password; the answer says how many other sessions ended with it. */
export function PasswordCard() {
  const form = useApiForm({
    initial: { current: "", next: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.changePasswordBody),
    send: (body) => api("POST", "/account/password", { body }),
    onSent: ({ sessionsEnded }) => {
      const others = sessionsEnded === 1 ? "1 other session" : `${sessionsEnded} other sessions`;
      toastDone(sessionsEnded === 0 ? "Password changed." : `Password changed; ${others} ended.`);
    },
  });
  return (
    <Form form={form}>
      <Stack gap="sm" maw={420}>
        <FormProblem form={form} />
        <PasswordInput
          {...form.field("current")}
          label="Current password"
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          {...form.field("next")}
          label="New password"
          autoComplete="new-password"
          description="At least 8 characters; 15 or more are better."
          required
          withAsterisk={false}
        />
        <SubmitButton form={form} w="fit-content">
          Change password
        </SubmitButton>
      </Stack>
    </Form>
  );
}

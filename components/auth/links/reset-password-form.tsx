"use client";

import { Button, PasswordInput, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("auth.links");
  const form = useApiForm({
    initial: { email: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.requestPasswordResetBody),
    send: (body) => api("POST", "/account/password-reset", { body }),
  });
  if (form.isSent) {
    return (
      <Text size="sm" role="status">
        {t("ifTheAddressHas")}
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <TextInput
          {...form.field("email")}
          label={t("eMailAddress")}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <SubmitButton form={form}>{t("sendTheLink")}</SubmitButton>
      </Stack>
    </Form>
  );
}

function ConfirmForm({ token }: { token: string }) {
  const t = useTranslations("auth.links");
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
          {t("yourPasswordIsChanged")}
        </Text>
        <Button component={Link} href="/sign-in">
          {t("goOnToSign")}
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
          label={t("newPassword")}
          autoComplete="new-password"
          description={t("atLeast8Characters")}
          required
          withAsterisk={false}
        />
        <SubmitButton form={form}>{t("changePassword")}</SubmitButton>
      </Stack>
    </Form>
  );
}

"use client";

import { PasswordInput, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";

/** Changes the password; the answer says how many other sessions ended with it. */
export function PasswordCard() {
  const t = useTranslations("account");
  const form = useApiForm({
    initial: { current: "", next: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.changePasswordBody),
    send: (body) => api("POST", "/account/password", { body }),
    onSent: ({ sessionsEnded }) => {
      const others = t("n1OtherSessionOther", { sessionsEnded });
      toastDone(sessionsEnded === 0 ? t("passwordChanged") : t("passwordChangedEnded", { others }));
    },
  });
  return (
    <Form form={form}>
      <Stack gap="sm" maw={420}>
        <FormProblem form={form} />
        <PasswordInput
          {...form.field("current")}
          label={t("currentPassword")}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          {...form.field("next")}
          label={t("newPassword")}
          autoComplete="new-password"
          description={t("atLeast8Characters")}
          required
          withAsterisk={false}
        />
        <SubmitButton form={form} w="fit-content">
          {t("changePassword")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

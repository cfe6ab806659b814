"use client";

import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

/** The account's address: whether it is confirmed, and how to move to another. */
export function EmailCard({ email, isVerified }: { email: string; isVerified: boolean }) {
  const t = useTranslations("account");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useApiForm({
    initial: { email: "", password: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.changeEmailBody),
    send: (body) => api("POST", "/account/email/change", { body }),
    onSent: (_answer, values) => setSentTo(values.email),
  });
  return (
    <Stack gap="sm" maw={420}>
      {isVerified ? null : <ConfirmNotice email={email} />}
      {sentTo ? (
        <Text size="sm" role="status">
          {t("aMailWasSentTo", { sentTo })}
        </Text>
      ) : null}
      <Form form={form}>
        <Stack gap="sm">
          <FormProblem form={form} />
          <TextInput
            {...form.field("email")}
            label={t("newEMailAddress")}
            type="email"
            autoComplete="email"
            placeholder={email}
            required
            withAsterisk={false}
          />
          <PasswordInput
            {...form.field("password")}
            label={t("yourPassword")}
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          <SubmitButton form={form} w="fit-content">
            {t("changeAddress")}
          </SubmitButton>
        </Stack>
      </Form>
    </Stack>
  );
}

function ConfirmNotice({ email }: { email: string }) {
  const t = useTranslations("account");
  const resend = useAction(() => api("POST", "/account/email/resend", { body: {} }), {
    done: t("aMailWasSent", { email }),
  });
  return (
    <Alert
      p="sm"
      title={
        <Text fw={600} size="sm" c="var(--mantine-color-text)">
          {t("thisAddressIsNot")}
        </Text>
      }
      color="yellow"
    >
      <Group gap="sm" justify="space-between">
        <Text size="sm">{t("openTheLinkOf")}</Text>
        <Button size="xs" variant="default" loading={resend.isPending} onClick={() => resend.mutate()}>
          {t("sendItAgain")}
        </Button>
      </Group>
    </Alert>
  );
}

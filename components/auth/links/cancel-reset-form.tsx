"use client";

import { Stack, Text } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";
import { useLinkToken } from "./use-link-token";

/** A button, not the link itself, cancels: mail scanners open links. */
export function CancelResetForm() {
  const t = useTranslations("auth.links");
  const token = useLinkToken();
  const form = useApiForm({
    initial: {},
    send: () => api("POST", "/account/2fa/recovery/cancel", { body: { token: token ?? "" } }),
  });
  if (token === null && !form.isPending && !form.isSent) {
    return (
      <Text size="sm">{t.rich("thisLinkIsNot", { link: (chunks) => <Link href="/sign-in">{chunks}</Link> })}</Text>
    );
  }
  if (form.isSent) {
    return (
      <Text size="sm" role="status">
        {t.rich("yourSecondFactorsStay", { link: (chunks) => <Link href="/sign-in">{chunks}</Link> })}
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <SubmitButton form={form} disabled={!token}>
          {t("keepMyFactors")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

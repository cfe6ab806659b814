"use client";

import { Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { api } from "@/lib/http/client/api";

/** Updates by mail, after the address was confirmed. The answer is the same for every address. */
export function SubscribeForm() {
  const t = useTranslations("status");
  const form = useApiForm({
    initial: { email: "" },
    schema: () => import("@/lib/status/contract").then((contract) => contract.subscribeBody),
    send: (body) => api("POST", "/status/subscribers", { body }),
  });
  return (
    <Card title={t("updatesByMail")}>
      {form.isSent ? (
        <Text size="sm" role="status">
          {t("aMailWithA")}
        </Text>
      ) : (
        <Form form={form}>
          <Stack gap="sm">
            <FormProblem form={form} />
            <Group align="flex-end">
              <TextInput label={t("eMailAddress")} type="email" autoComplete="email" {...form.field("email")} />
              <SubmitButton form={form}>{t("subscribe")}</SubmitButton>
            </Group>
          </Stack>
        </Form>
      )}
    </Card>
  );
}

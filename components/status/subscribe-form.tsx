"use client";

import { Group, Stack, Text, TextInput } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { api } from "@/lib/http/client/api";

/** Updates by mail, after the address was confirmed. The answer is the same for every address. */
export function SubscribeForm() {
  const form = useApiForm({
    initial: { email: "" },
    schema: () => import("@/lib/status/contract").then((contract) => contract.subscribeBody),
    send: (body) => api("POST", "/status/subscribers", { body }),
  });
  return (
    <Card title="Updates by mail">
      {form.isSent ? (
        <Text size="sm" role="status">
          A mail with a link is on its way, unless the address gets updates already.
        </Text>
      ) : (
        <Form form={form}>
          <Stack gap="sm">
            <FormProblem form={form} />
            <Group align="flex-end">
              <TextInput label="E-mail address" type="email" autoComplete="email" {...form.field("email")} />
              <SubmitButton form={form}>Subscribe</SubmitButton>
            </Group>
          </Stack>
        </Form>
      )}
    </Card>
  );
}

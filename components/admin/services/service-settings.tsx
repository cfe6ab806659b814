"use client";

import { Stack, Text } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import type { ProviderField, ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";
import { initialOf, keyOf, nameOf, ProviderFieldInput, type Typed, typedOf, valuesOf } from "./provider-fields";

type Props = { provider: ProviderView; fields: readonly ProviderField[]; onDone: () => void };

const isSecret = ({ kind }: ProviderField) => kind === "secret" || kind === "secret-area";

/** Settings of a service that the panel runs. Secrets are not shown; one that stays empty is kept. */
export default function ServiceSettings({ provider, fields, onDone }: Props) {
  const initial = { ...initialOf("settings", fields, true), ...typedOf("settings", provider.managed?.settings ?? {}) };
  const form = useApiForm<Typed, ProviderView>({
    initial,
    nameOf,
    send: (values) => {
      const sent = fields.filter((field) => !isSecret(field) || values[keyOf("settings", field)] !== "");
      const body = { settings: valuesOf("settings", sent, values) };
      return api("PATCH", "/admin/providers/[id]", { params: { id: provider.id }, body });
    },
    onSent: () => {
      toastDone("Saved. The service restarts with the new settings.");
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack maw={620}>
        <FormProblem form={form} />
        <Text size="sm">
          The service restarts with new settings. Secrets are not shown; leave them empty to keep them.
        </Text>
        {fields.map((field) => (
          <ProviderFieldInput key={field.name} field={field} bound={form.field(keyOf("settings", field))} />
        ))}
        <SubmitButton form={form} w="fit-content">
          Save and restart
        </SubmitButton>
      </Stack>
    </Form>
  );
}

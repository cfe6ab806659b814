"use client";

import { Checkbox, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import type { ProviderField, ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";
import { initialOf, keyOf, nameOf, ProviderFieldInput, typedOf, valuesOf } from "./provider-fields";

type Props = { provider: ProviderView; fields: readonly ProviderField[]; onDone: () => void };

/** Checked: the stored value is removed. */
const removalOf = (field: ProviderField) => `remove_${field.name}`;
const isSecret = ({ kind }: ProviderField) => kind === "secret" || kind === "secret-area";

/** Settings of a service that the panel runs. Secrets are not shown; one that stays empty is kept, unless it is removed. */
export default function ServiceSettings({ provider, fields, onDone }: Props) {
  const t = useTranslations("admin.services");
  const removable = fields.filter((field) => isSecret(field) && !field.required);
  const initial = {
    ...initialOf("settings", fields, true),
    ...typedOf("settings", provider.managed?.settings ?? {}),
    ...Object.fromEntries(removable.map((field) => [removalOf(field), false])),
  };
  const form = useApiForm<Record<string, string | number | boolean>, ProviderView>({
    initial,
    nameOf,
    send: (values) => {
      const sent = fields.filter((field) => !isSecret(field) || values[keyOf("settings", field)] !== "");
      const removed = removable.filter((field) => values[removalOf(field)] === true);
      const nothing = Object.fromEntries(removed.map(({ name }) => [name, null]));
      const body = { settings: { ...valuesOf("settings", sent, values), ...nothing } };
      return api("PATCH", "/admin/providers/[id]", { params: { id: provider.id }, body });
    },
    onSent: () => {
      toastDone(t("savedTheServiceRestarts"));
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack maw={620}>
        <FormProblem form={form} />
        <Text size="sm">{t("theServiceRestartsWith")}</Text>
        {fields.map((field) => (
          <Stack key={field.name} gap={6}>
            <ProviderFieldInput field={field} bound={form.field(keyOf("settings", field))} />
            {removable.includes(field) ? (
              <Checkbox {...form.check(removalOf(field))} label={t("removeWhatIsStored", { label: field.label })} />
            ) : null}
          </Stack>
        ))}
        <SubmitButton form={form} w="fit-content">
          {t("saveAndRestart")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

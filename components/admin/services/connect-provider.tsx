"use client";

import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderKindView, ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";
import { initialOf, keyOf, nameOf, ProviderFieldInput, type Typed, typedOf, valuesOf } from "./provider-fields";

type Props = { kinds: ProviderKindView[]; provider: ProviderView | null; onClose: () => void };
type Draft = { kind: string; name: string } & Typed;

function startOf(kinds: ProviderKindView[], provider: ProviderView | null): Draft {
  const fields = kinds.flatMap((kind) => kind.fields);
  const { kind = kinds[0]?.kind ?? "", name = "" } = provider ?? {};
  const shown = provider ? typedOf("connection", provider.connection) : {};
  return { ...initialOf("connection", fields, provider !== null), ...shown, kind, name };
}

/** Connects a service, or changes one. A connection is tested before it is saved, with the secrets that were typed. */
export default function ConnectProvider({ kinds, provider, onClose }: Props) {
  const t = useTranslations("admin.services");
  const refresh = useRefresh();
  const fieldsOf = (name: string) => kinds.find(({ kind }) => kind === name)?.fields ?? [];
  const initial = startOf(kinds, provider);
  const form = useApiForm<Draft, ProviderView>({
    initial,
    nameOf,
    send: (values) => {
      const connection = valuesOf("connection", fieldsOf(values.kind), values);
      const { kind, name } = values;
      if (!provider) return api("POST", "/admin/providers", { body: { kind, name, mode: "external", connection } });
      const before = valuesOf("connection", fieldsOf(kind), initial);
      const isChanged = JSON.stringify(connection) !== JSON.stringify(before);
      const body = { name, ...(isChanged ? { connection } : {}) };
      return api("PATCH", "/admin/providers/[id]", { params: { id: provider.id }, body });
    },
    onSent: ({ name, version }) => {
      toastDone(t("isConnectedVersion", { name, version: version ?? "" }));
      refresh();
      onClose();
    },
    afterwards: "keep",
  });
  const kind = kinds.find((known) => known.kind === form.values.kind);
  return (
    <Dialog onClose={onClose} title={provider ? t("change2", { name: provider.name }) : t("connectAService")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          {provider ? null : (
            <Select
              {...form.field("kind")}
              label={t("kind")}
              data={kinds.map(({ kind: value, label }) => ({ value, label }))}
              allowDeselect={false}
            />
          )}
          <Text size="sm">{provider ? t("toChangeTheConnection") : kind?.description}</Text>
          <TextInput {...form.field("name")} label={t("name")} placeholder={t("databasesInLeipzig")} data-autofocus />
          {kind?.fields.map((field) => (
            <ProviderFieldInput key={field.name} field={field} bound={form.field(keyOf("connection", field))} />
          ))}
          <SubmitButton form={form}>{provider ? t("testAndSave") : t("testAndConnect")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

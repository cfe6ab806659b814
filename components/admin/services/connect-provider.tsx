"use client";

import { NumberInput, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderKindView, ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

type Props = { kinds: ProviderKindView[]; provider: ProviderView | null; onClose: () => void };
type Field = ProviderKindView["fields"][number];
type Draft = { kind: string; name: string } & Record<string, string | number>;

/** Forms take a dot in a name as a path. */
const keyOf = (field: Field) => `connection_${field.name}`;

function initialOf(kinds: ProviderKindView[], provider: ProviderView | null): Draft {
  const startOf = (field: Field) => (provider ? "" : (field.initial ?? ""));
  const fields = kinds.flatMap((kind) => kind.fields).map((field) => [keyOf(field), startOf(field)] as const);
  const { kind = kinds[0]?.kind ?? "", name = "" } = provider ?? {};
  return { ...Object.fromEntries(fields), kind, name };
}

/** Lists are typed with commas. */
function connectionOf(fields: readonly Field[], values: Draft) {
  const typedIn = (field: Field) => {
    const typed = values[keyOf(field)] ?? "";
    return field.kind === "list"
      ? String(typed)
          .split(/[\s,]+/)
          .filter(Boolean)
      : typed;
  };
  return Object.fromEntries(fields.map((field) => [field.name, typedIn(field)]));
}

/** Connects a service, or changes one: empty fields leave its connection as it is. It is tested before it is saved. */
export default function ConnectProvider({ kinds, provider, onClose }: Props) {
  const refresh = useRefresh();
  const fieldsOf = (name: string) => kinds.find(({ kind }) => kind === name)?.fields ?? [];
  const form = useApiForm<Draft, ProviderView>({
    initial: initialOf(kinds, provider),
    nameOf: (path) => path.replace("connection.", "connection_").replace(/\.\d+$/, ""),
    send: (values) => {
      const connection = connectionOf(fieldsOf(values.kind), values);
      const { kind, name } = values;
      if (!provider) return api("POST", "/admin/providers", { body: { kind, name, mode: "external", connection } });
      const isFilled = Object.values(connection).some((value) => String(value) !== "");
      const body = { name, ...(isFilled ? { connection } : {}) };
      return api("PATCH", "/admin/providers/[id]", { params: { id: provider.id }, body });
    },
    onSent: ({ name, version }) => {
      toastDone(`${name} is connected. Version ${version}.`);
      refresh();
      onClose();
    },
    afterwards: "keep",
  });
  const kind = kinds.find((known) => known.kind === form.values.kind);
  return (
    <Dialog onClose={onClose} title={provider ? `Change ${provider.name}` : "Connect a service"} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          {provider ? null : (
            <Select
              {...form.field("kind")}
              label="Kind"
              data={kinds.map(({ kind: value, label }) => ({ value, label }))}
              allowDeselect={false}
            />
          )}
          <Text size="sm">{provider ? "Leave the fields of the connection empty to keep it." : kind?.description}</Text>
          <TextInput {...form.field("name")} label="Name" placeholder="Databases in Leipzig" data-autofocus />
          {kind?.fields.map((field) => (
            <ConnectionField key={field.name} field={field} bound={form.field(keyOf(field))} />
          ))}
          <SubmitButton form={form}>{provider ? "Test and save" : "Test and connect"}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

const inputs = { text: TextInput, secret: PasswordInput, number: NumberInput, list: TextInput } as const;

function ConnectionField({ field, bound }: { field: Field; bound: Record<string, unknown> }) {
  const Input = inputs[field.kind];
  return <Input {...bound} label={field.label} description={field.help || undefined} autoComplete="off" />;
}

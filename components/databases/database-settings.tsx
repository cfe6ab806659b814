"use client";

import { MultiSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { DatabaseExtension, DatabaseView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import { AllowedNetworks } from "./allowed-networks";

type Props = { view: DatabaseView; extensions: readonly DatabaseExtension[]; onDone: () => void };
type Draft = {
  name: string;
  connectionLimit: number | string;
  extensions: DatabaseExtension[];
  allowedNetworks: string[];
};
const toBody = ({ connectionLimit, ...rest }: Draft) => ({ ...rest, connectionLimit: Number(connectionLimit) });

/** Name, limit and extensions; only where there is a database to change. */
export default function DatabaseSettings(props: Props) {
  const { status } = props.view;
  if (status === "active" || status === "suspended") return <SettingsForm {...props} />;
  return <Card title="Settings">Settings can be changed once the database is active. It is {status}.</Card>;
}

/** Extensions that are there stay. */
function SettingsForm({ view, extensions, onDone }: Props) {
  const isThere = (name: string) => view.extensions.includes(name);
  const form = useApiForm<Draft>({
    initial: {
      name: view.name,
      connectionLimit: view.connectionLimit,
      extensions: extensions.filter(isThere),
      allowedNetworks: view.allowedNetworks,
    },
    toBody,
    schema: () => import("@/lib/hosted-services/databases/contract").then((contract) => contract.updateDatabaseBody),
    send: (values) => api("PATCH", "/provisioning/databases/[id]", { params: { id: view.id }, body: toBody(values) }),
    onSent: () => {
      toastDone("Saved. The change is being applied.");
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Card title="Settings">
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label="Name" />
          <NumberInput {...form.field("connectionLimit")} label="Connections at once" min={1} max={100} />
          {extensions.length > 0 ? (
            <MultiSelect
              {...form.field("extensions")}
              label="Extensions"
              description="An extension that is there cannot be removed."
              data={extensions.map((name) => ({ value: name, label: name, disabled: isThere(name) }))}
              searchable
            />
          ) : null}
          <AllowedNetworks {...form.field("allowedNetworks")} />
          <SubmitButton form={form} w="fit-content">
            Save changes
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

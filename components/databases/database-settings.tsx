"use client";

import { MultiSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
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
  const t = useTranslations("databases");
  const tStates = useStateTexts();
  const { status } = props.view;
  if (status === "active" || status === "suspended") return <SettingsForm {...props} />;
  return <Card title={t("settings")}>{t("settingsCanBeChanged", { status: stateWord(tStates, status) })}</Card>;
}

/** Extensions that are there stay. */
function SettingsForm({ view, extensions, onDone }: Props) {
  const t = useTranslations("databases");
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
      toastDone(t("savedTheChangeIs"));
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Card title={t("settings")}>
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label={t("name")} />
          <NumberInput {...form.field("connectionLimit")} label={t("connectionsAtOnce")} min={1} max={100} />
          {extensions.length > 0 ? (
            <MultiSelect
              {...form.field("extensions")}
              label={t("extensions")}
              description={t("anExtensionThatIs")}
              data={extensions.map((name) => ({ value: name, label: name, disabled: isThere(name) }))}
              searchable
            />
          ) : null}
          <AllowedNetworks {...form.field("allowedNetworks")} />
          <SubmitButton form={form} w="fit-content">
            {t("saveChanges")}
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

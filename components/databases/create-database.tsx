"use client";

import { MultiSelect, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type {
  CreatedDatabaseView,
  DatabaseExtension,
  DatabaseKind,
  OfferedKind,
} from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import { AllowedNetworks } from "./allowed-networks";

type Draft = {
  kind: DatabaseKind | undefined;
  name: string;
  connectionLimit: number | string;
  extensions: DatabaseExtension[];
  allowedNetworks: string[];
};
type Props = { kinds: readonly OfferedKind[]; onClose: () => void };
const empty: Draft = { kind: undefined, name: "", connectionLimit: 20, extensions: [], allowedNetworks: [] };
const toBody = ({ kind, connectionLimit, ...rest }: Draft) => ({
  ...rest,
  ...(kind ? { kind } : {}),
  connectionLimit: Number(connectionLimit),
});

/** Creates a database, shows its password once, and opens its page, which shows the steps. */
export default function CreateDatabase({ kinds, onClose }: Props) {
  const t = useTranslations("databases");
  const router = useRouter();
  const [created, setCreated] = useState<CreatedDatabaseView | null>(null);
  const form = useApiForm({
    initial: { ...empty, kind: kinds[0]?.kind },
    toBody,
    schema: () => import("@/lib/hosted-services/databases/contract").then((contract) => contract.createDatabaseBody),
    send: (values) => api("POST", "/provisioning/databases", { body: toBody(values) }),
    onSent: setCreated,
    afterwards: "keep",
  });
  if (created) {
    return <Created database={created} onClose={() => router.push(`/databases/${created.id}`)} />;
  }
  const chosen = kinds.find(({ kind }) => kind === form.values.kind) ?? kinds[0];
  return (
    <Dialog onClose={onClose} title={t("newDatabase")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label={t("name")} placeholder={t("shop")} data-autofocus />
          {kinds.length > 1 ? (
            <Select
              {...form.field("kind")}
              label={t("kind")}
              data={kinds.map(({ kind, label }) => ({ value: kind, label }))}
              allowDeselect={false}
              // Extensions are of one kind.
              onChange={(name) => form.setAll({ kind: kinds.find(({ kind }) => kind === name)?.kind, extensions: [] })}
            />
          ) : null}
          <NumberInput
            {...form.field("connectionLimit")}
            label={t("connectionsAtOnce")}
            description={t("aboveThisNumberThe")}
            min={1}
            max={100}
          />
          {chosen && chosen.extensions.length > 0 ? (
            <MultiSelect
              {...form.field("extensions")}
              label={t("extensions")}
              description={t("theyCanBeAdded")}
              data={[...chosen.extensions]}
              placeholder={t("none")}
              searchable
              clearable
            />
          ) : null}
          <AllowedNetworks {...form.field("allowedNetworks")} />
          <SubmitButton form={form}>{t("createDatabase")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

function Created({ database, onClose }: { database: CreatedDatabaseView; onClose: () => void }) {
  const t = useTranslations("databases");
  return (
    <OnceDialog title={t("isBeingCreated", { name: database.name })} onClose={onClose}>
      <p style={{ margin: 0, fontSize: 14 }}>{t("itIsReadyIn")}</p>
      <CopyField label={t("user")} value={database.username} />
      <CopyField label={t("password")} value={database.password} />
      <CopyField label="URL" value={database.url} />
    </OnceDialog>
  );
}

"use client";

import { MultiSelect, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
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
    <Dialog onClose={onClose} title="New database" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label="Name" placeholder="Shop" data-autofocus />
          {kinds.length > 1 ? (
            <Select
              {...form.field("kind")}
              label="Kind"
              data={kinds.map(({ kind, label }) => ({ value: kind, label }))}
              allowDeselect={false}
              // Extensions are of one kind.
              onChange={(name) => form.setAll({ kind: kinds.find(({ kind }) => kind === name)?.kind, extensions: [] })}
            />
          ) : null}
          <NumberInput
            {...form.field("connectionLimit")}
            label="Connections at once"
            description="Above this number the server refuses further connections."
            min={1}
            max={100}
          />
          {chosen && chosen.extensions.length > 0 ? (
            <MultiSelect
              {...form.field("extensions")}
              label="Extensions"
              description="They can be added later, but not removed."
              data={[...chosen.extensions]}
              placeholder="None"
              searchable
              clearable
            />
          ) : null}
          <AllowedNetworks {...form.field("allowedNetworks")} />
          <SubmitButton form={form}>Create database</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

function Created({ database, onClose }: { database: CreatedDatabaseView; onClose: () => void }) {
  return (
    <OnceDialog title={`${database.name} is being created`} onClose={onClose}>
      <p style={{ margin: 0, fontSize: 14 }}>
        It is ready in about a second. Its password is on its page as well, behind a button.
      </p>
      <CopyField label="User" value={database.username} />
      <CopyField label="Password" value={database.password} />
      <CopyField label="URL" value={database.url} />
    </OnceDialog>
  );
}

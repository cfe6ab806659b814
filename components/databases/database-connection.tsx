"use client";

import { Button, Select, Stack } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card } from "@/components/ui/page-frame";
import { useAction } from "@/components/ui/use-action";
import type { DatabaseCredentialsView, DatabaseView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";

type Shown = DatabaseCredentialsView | null;
type Props = {
  view: DatabaseView;
  client: string;
  canReveal: boolean;
  secrets: Shown;
  onSecrets: (secrets: Shown) => void;
};

/** Address and user of the database; its secrets by an audited reveal, in the forms that programs take. */
export function DatabaseConnection({ view, client, canReveal, secrets, onSecrets }: Props) {
  return (
    <Card title="Connection">
      <Stack gap={2}>
        <CopyField label="Host" value={`${view.host}:${view.port}`} />
        <CopyField label="Database" value={view.database} />
        <CopyField label="User" value={view.username} />
        {canReveal ? <Secrets id={view.id} client={client} secrets={secrets} onSecrets={onSecrets} /> : null}
      </Stack>
    </Card>
  );
}

function Secrets({ id, client, secrets, onSecrets }: { id: string } & Pick<Props, "client" | "secrets" | "onSecrets">) {
  const reveal = useAction(() => api("GET", "/provisioning/databases/[id]/credentials", { params: { id } }), {
    onDone: onSecrets,
  });
  if (!secrets) {
    return (
      <>
        <CopyField label="Password" value="" masked />
        <Button
          size="xs"
          mt="xs"
          w="fit-content"
          variant="default"
          leftSection={<IconEye size={14} />}
          loading={reveal.isPending}
          onClick={() => reveal.mutate()}
        >
          Reveal the password
        </Button>
      </>
    );
  }
  return (
    <>
      <CopyField label="Password" value={secrets.password} />
      <Snippets client={client} secrets={secrets} />
      <Button
        data-local
        size="xs"
        mt="xs"
        w="fit-content"
        variant="default"
        leftSection={<IconEyeOff size={14} />}
        onClick={() => onSecrets(null)}
      >
        Hide
      </Button>
    </>
  );
}

const formsOf = (client: string) => [
  { value: "url" as const, label: "URL" },
  { value: "command" as const, label: client },
  { value: "environment" as const, label: "Environment" },
  { value: "prisma" as const, label: "Prisma" },
  { value: "jdbc" as const, label: "JDBC" },
];
type Form = ReturnType<typeof formsOf>[number]["value"];

function Snippets({ client, secrets }: { client: string; secrets: DatabaseCredentialsView }) {
  const forms = formsOf(client);
  const [form, setForm] = useState<Form>("url");
  const { readOnly } = secrets;
  return (
    <>
      <Select
        data={forms}
        value={form}
        onChange={(next) => next && setForm(next)}
        allowDeselect={false}
        aria-label="Form of the connection"
        size="xs"
        w={160}
        my={6}
      />
      <CopyField label={forms.find(({ value }) => value === form)?.label ?? ""} value={secrets[form]} />
      {readOnly ? <CopyField label="URL of the user that only reads" value={readOnly.url} /> : null}
    </>
  );
}

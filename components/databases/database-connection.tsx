"use client";

import { Button, Select, Stack } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card } from "@/components/ui/page-frame";
import { useAction } from "@/components/ui/use-action";
import type { DatabaseCredentialsView, DatabaseView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"databases">>;

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
  const t = useTranslations("databases");
  return (
    <Card title={t("connection")}>
      <Stack gap={2}>
        <CopyField label={t("host")} value={`${view.host}:${view.port}`} />
        <CopyField label={t("database2")} value={view.database} />
        <CopyField label={t("user")} value={view.username} />
        {canReveal ? <Secrets id={view.id} client={client} secrets={secrets} onSecrets={onSecrets} /> : null}
      </Stack>
    </Card>
  );
}

function Secrets({ id, client, secrets, onSecrets }: { id: string } & Pick<Props, "client" | "secrets" | "onSecrets">) {
  const t = useTranslations("databases");
  const reveal = useAction(() => api("GET", "/provisioning/databases/[id]/credentials", { params: { id } }), {
    onDone: onSecrets,
  });
  if (!secrets) {
    return (
      <>
        <CopyField label={t("password")} value="" masked />
        <Button
          size="xs"
          mt="xs"
          w="fit-content"
          variant="default"
          leftSection={<IconEye size={14} />}
          loading={reveal.isPending}
          onClick={() => reveal.mutate()}
        >
          {t("revealThePassword")}
        </Button>
      </>
    );
  }
  return (
    <>
      <CopyField label={t("password")} value={secrets.password} />
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
        {t("hide")}
      </Button>
    </>
  );
}

const formsOf = (t: Texts, client: string) => [
  { value: "url" as const, label: "URL" },
  { value: "command" as const, label: client },
  { value: "environment" as const, label: t("environment") },
  { value: "prisma" as const, label: "Prisma" },
  { value: "jdbc" as const, label: "JDBC" },
];
type Form = ReturnType<typeof formsOf>[number]["value"];

function Snippets({ client, secrets }: { client: string; secrets: DatabaseCredentialsView }) {
  const t = useTranslations("databases");
  const forms = formsOf(t, client);
  const [form, setForm] = useState<Form>("url");
  const { readOnly } = secrets;
  return (
    <>
      <Select
        data={forms}
        value={form}
        onChange={(next) => next && setForm(next)}
        allowDeselect={false}
        aria-label={t("formOfTheConnection")}
        size="xs"
        w={160}
        my={6}
      />
      <CopyField label={forms.find(({ value }) => value === form)?.label ?? ""} value={secrets[form]} />
      {readOnly ? <CopyField label={t("urlOfTheUser")} value={readOnly.url} /> : null}
    </>
  );
}

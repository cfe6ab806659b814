"use client";

import { Group, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { VariableFields } from "@/components/servers/create/variable-field";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { keysOf } from "@/lib/core/records";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import { api } from "@/lib/http/client/api";

type Values = Pick<ServerDetailView, "name" | "memory" | "cpu" | "diskSpace" | "environment">;

/** Only what differs from the server. Pure. */
function changedFields(values: Values, server: Values): Partial<Values> {
  const { environment, ...rest } = values;
  const isSame = JSON.stringify(environment) === JSON.stringify(server.environment);
  const changed = keysOf(rest).flatMap((name) => (rest[name] === server[name] ? [] : [[name, rest[name]]]));
  return { ...Object.fromEntries(changed), ...(isSame ? {} : { environment }) };
}

type Props = { server: ServerDetailView; template: TemplateView | null; onDone: () => void };

function useSettingsForm(server: ServerDetailView, onDone: () => void) {
  const t = useTranslations("servers.settings");
  const { name, memory, cpu, diskSpace, environment } = server;
  const changesOf = (values: Values) => changedFields(values, server);
  const form = useApiForm({
    initial: { name, memory, cpu, diskSpace, environment },
    toBody: changesOf,
    schema: () => import("@/lib/game-servers/contract").then((contract) => contract.patchServerBody),
    send: (values) => api("PATCH", "/servers/[id]", { params: { id: server.id }, body: changesOf(values) }),
    onSent: ({ restarting }) => {
      toastDone(restarting ? t("savedTheServerRestarts") : t("saved"));
      onDone();
    },
    afterwards: "keep",
  });
  return { form, changesOf };
}

/** Name, size and the game's settings; only what was changed is sent. */
export function SettingsForm({ server, template, onDone }: Props) {
  const t = useTranslations("servers.settings");
  const { form, changesOf } = useSettingsForm(server, onDone);
  const isChanged = Object.keys(changesOf(form.values)).length > 0;

  return (
    <Form form={form}>
      <Stack gap="md">
        <FormProblem form={form} />
        <TextInput {...form.field("name")} label={t("name")} maw={420} />
        <Sizes form={form} diskLimit={server.diskLimit} />
        <VariableFields
          variables={template?.variables ?? []}
          environment={form.values.environment}
          errors={form.errors}
          onChange={(next) => form.set("environment", next)}
        />
        <Group>
          <SubmitButton form={form} disabled={!isChanged}>
            {t("saveChanges")}
          </SubmitButton>
          <span style={{ fontSize: 13, color: "var(--mantine-color-dimmed)" }}>{t("aRunningServerSaves")}</span>
        </Group>
      </Stack>
    </Form>
  );
}

type SizesProps = { form: ReturnType<typeof useSettingsForm>["form"]; diskLimit: ServerDetailView["diskLimit"] };

function Sizes({ form, diskLimit }: SizesProps) {
  const t = useTranslations("servers.settings");
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <NumberInput
        label={t("memoryGiB")}
        step={0.5}
        min={0.5}
        {...form.field("memory")}
        onChange={(value) => form.set("memory", Number(value))}
      />
      <NumberInput
        label={t("cpuCores")}
        step={0.25}
        min={0.25}
        {...form.field("cpu")}
        onChange={(value) => form.set("cpu", Number(value))}
      />
      <NumberInput
        label={t("diskGiB")}
        description={diskLimit === "quota" ? t("aFileSystemQuota") : t("thePanelMeasuresThe")}
        min={1}
        {...form.field("diskSpace")}
        onChange={(value) => form.set("diskSpace", Number(value))}
      />
    </SimpleGrid>
  );
}

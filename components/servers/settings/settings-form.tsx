"use client";

import { Group, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
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
  const { name, memory, cpu, diskSpace, environment } = server;
  const changesOf = (values: Values) => changedFields(values, server);
  const form = useApiForm({
    initial: { name, memory, cpu, diskSpace, environment },
    toBody: changesOf,
    schema: () => import("@/lib/game-servers/contract").then((contract) => contract.patchServerBody),
    send: (values) => api("PATCH", "/servers/[id]", { params: { id: server.id }, body: changesOf(values) }),
    onSent: ({ restarting }) => {
      toastDone(restarting ? "Saved. The server restarts to apply the change." : "Saved.");
      onDone();
    },
    afterwards: "keep",
  });
  return { form, changesOf };
}

/** Name, size and the game's settings; only what was changed is sent. */
export function SettingsForm({ server, template, onDone }: Props) {
  const { form, changesOf } = useSettingsForm(server, onDone);
  const isChanged = Object.keys(changesOf(form.values)).length > 0;

  return (
    <Form form={form}>
      <Stack gap="md">
        <FormProblem form={form} />
        <TextInput {...form.field("name")} label="Name" maw={420} />
        <Sizes form={form} diskLimit={server.diskLimit} />
        <VariableFields
          variables={template?.variables ?? []}
          environment={form.values.environment}
          errors={form.errors}
          onChange={(next) => form.set("environment", next)}
        />
        <Group>
          <SubmitButton form={form} disabled={!isChanged}>
            Save changes
          </SubmitButton>
          <span style={{ fontSize: 13, color: "var(--mantine-color-dimmed)" }}>
            A running server saves its world and restarts to apply a new size or new settings.
          </span>
        </Group>
      </Stack>
    </Form>
  );
}

type SizesProps = { form: ReturnType<typeof useSettingsForm>["form"]; diskLimit: ServerDetailView["diskLimit"] };

function Sizes({ form, diskLimit }: SizesProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <NumberInput
        label="Memory (GiB)"
        step={0.5}
        min={0.5}
        {...form.field("memory")}
        onChange={(value) => form.set("memory", Number(value))}
      />
      <NumberInput
        label="CPU (cores)"
        step={0.25}
        min={0.25}
        {...form.field("cpu")}
        onChange={(value) => form.set("cpu", Number(value))}
      />
      <NumberInput
        label="Disk (GiB)"
        description={
          diskLimit === "quota"
            ? "A file system quota limits the size."
            : "The panel measures the size. It stops a server that uses more, and immediately when usage grows fast."
        }
        min={1}
        {...form.field("diskSpace")}
        onChange={(value) => form.set("diskSpace", Number(value))}
      />
    </SimpleGrid>
  );
}

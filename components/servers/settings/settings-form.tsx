"use client";

import { Button, Group, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { VariableFields } from "@/components/servers/create/variable-field";
import { toastDone, toastFailure } from "@/components/ui/toast";
import type { ServerDetailView, TemplateView } from "@/lib/game-servers/contract";
import { ApiError } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";

type Props = { server: ServerDetailView; template: TemplateView | null; onDone: () => void };

/** Name, size and the game's settings; only what was changed is sent. */
export function SettingsForm({ server, template, onDone }: Props) {
  const [draft, setDraft] = useState({
    name: server.name,
    memory: server.memory,
    cpu: server.cpu,
    diskSpace: server.diskSpace,
    environment: server.environment,
  });
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const change = (part: Partial<typeof draft>) => setDraft((known) => ({ ...known, ...part }));

  function changes(): Record<string, unknown> {
    const body: Record<string, unknown> = {};
    for (const key of ["name", "memory", "cpu", "diskSpace"] as const)
      if (draft[key] !== server[key]) body[key] = draft[key];
    if (JSON.stringify(draft.environment) !== JSON.stringify(server.environment)) body.environment = draft.environment;
    return body;
  }
  const changed = Object.keys(changes()).length > 0;

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFields({});
    try {
      const { restarting } = await api<{ restarting: boolean }>("PATCH", `/servers/${server.id}`, { body: changes() });
      toastDone(restarting ? "Saved. The server restarts to apply the change." : "Saved.");
      onDone();
    } catch (error) {
      if (error instanceof ApiError) setFields(error.fields);
      toastFailure(error);
    }
    setBusy(false);
  }

  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={fields.name}
          maw={420}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <NumberInput
            label="Memory (GiB)"
            value={draft.memory}
            step={0.5}
            min={0.5}
            onChange={(value) => change({ memory: Number(value) })}
            error={fields.memory}
          />
          <NumberInput
            label="CPU (cores)"
            value={draft.cpu}
            step={0.25}
            min={0.25}
            onChange={(value) => change({ cpu: Number(value) })}
            error={fields.cpu}
          />
          <NumberInput
            label="Disk (GiB)"
            description={
              server.diskLimit === "quota"
                ? "A file system quota limits the size."
                : "The panel measures the size. It stops a server that uses more, and immediately when usage grows fast."
            }
            value={draft.diskSpace}
            min={1}
            onChange={(value) => change({ diskSpace: Number(value) })}
            error={fields.diskSpace}
          />
        </SimpleGrid>
        <VariableFields
          variables={template?.variables ?? []}
          environment={draft.environment}
          errors={fields}
          onChange={(environment) => change({ environment })}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={!changed}>
            Save changes
          </Button>
          <span style={{ fontSize: 13, color: "var(--mantine-color-dimmed)" }}>
            A running server saves its world and restarts to apply a new size or new settings.
          </span>
        </Group>
      </Stack>
    </form>
  );
}

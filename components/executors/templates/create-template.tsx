"use client";

import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ConfigFields, errorsUnder } from "@/components/executors/config/config-fields";
import { Dialog } from "@/components/ui/dialog/dialog";
import type { ExecutorConfig, ExecutorSettings, TemplateView } from "@/lib/executors/contract";
import { ApiError, explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";

/** Creates a template and opens its page. */
export default function CreateTemplate({ base, onClose }: { base: ExecutorConfig; onClose: () => void }) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [settings, setSettings] = useState<ExecutorSettings>({});
  const [isSound, setIsSound] = useState(true);
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  async function create(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setFields({});
    try {
      const { id } = await api<TemplateView>("POST", "/executor-templates", { body: { name, settings } });
      router.push(`/executors/templates/${id}`);
    } catch (error) {
      const found = error instanceof ApiError ? error.fields : {};
      setFields(found);
      if (Object.keys(found).length === 0) setProblem(explain(error));
      setBusy(false);
    }
  }
  return (
    <Dialog onClose={onClose} title="New template" size="lg" centered>
      <form onSubmit={create} noValidate>
        <Stack gap="md">
          {problem ? (
            <Alert color="red" role="alert" p="sm">
              {problem}
            </Alert>
          ) : null}
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            placeholder="Shops in Germany"
            error={fields.name}
            data-autofocus
          />
          <ConfigFields
            value={settings}
            below={base}
            errors={errorsUnder("settings", fields)}
            onChange={(value, sound) => {
              setSettings(value);
              setIsSound(sound);
            }}
          />
          <Button type="submit" loading={busy} disabled={!name.trim() || !isSound}>
            Create template
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

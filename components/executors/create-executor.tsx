"use client";

import { Alert, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ConfigFields, errorsUnder } from "@/components/executors/config/config-fields";
import { Credentials } from "@/components/executors/credentials/credentials";
import { FirstHeartbeat } from "@/components/executors/enrolment/first-heartbeat";
import { InstallCommands } from "@/components/executors/enrolment/install-commands";
import { Dialog } from "@/components/ui/dialog/dialog";
import type { ExecutorConfig, ExecutorSettings, ExecutorView } from "@/lib/executors/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { ApiError, explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";
import classes from "./executors.module.css";

export type TemplateChoice = { id: string; name: string };
type Made = ExecutorView & { secret: string };
type Props = {
  templates: TemplateChoice[];
  base: ExecutorConfig;
  program: ProgramInfo | null;
  channel: string;
  onClose: () => void;
};

/**
 * Creates an executor; only its name is required. Then shows its secret once, the set-up commands, and waits for the
 * first heartbeat.
 */
export default function CreateExecutor(props: Props) {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Dialog
      onClose={props.onClose}
      title={made ? `Set up ${made.name}` : "New executor"}
      size="lg"
      centered
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
      withCloseButton={made === null}
    >
      {made ? <Onboarding made={made} {...props} /> : <CreateForm {...props} onMade={setMade} />}
    </Dialog>
  );
}

function CreateForm({ templates, base, onMade }: Props & { onMade: (made: Made) => void }) {
  const [name, setName] = useState("");
  const [templateId, setTemplateId] = useState<string | null>(null);
  const [overrides, setOverrides] = useState<ExecutorSettings>({});
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
      const body = { name, overrides, ...(templateId ? { templateId } : {}) };
      onMade(await api<Made>("POST", "/executors", { body }));
    } catch (error) {
      const found = error instanceof ApiError ? error.fields : {};
      setFields(found);
      if (Object.keys(found).length === 0) setProblem(explain(error));
      setBusy(false);
    }
  }
  return (
    <form onSubmit={create} noValidate>
      <Stack>
        {problem ? (
          <Alert color="red" role="alert" p="sm">
            {problem}
          </Alert>
        ) : null}
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          placeholder="Shop in Leipzig"
          error={fields.name}
          data-autofocus
        />
        {templates.length > 0 ? (
          <Select
            label="Template"
            description="Configuration that many executors share."
            data={templates.map((template) => ({ value: template.id, label: template.name }))}
            value={templateId}
            onChange={setTemplateId}
            placeholder="None"
            clearable
            clearButtonProps={{ "aria-label": "No template" }}
            error={fields.templateId}
          />
        ) : null}
        <details className={classes.more}>
          <summary>Configuration of its own</summary>
          <ConfigFields
            value={overrides}
            below={base}
            errors={errorsUnder("overrides", fields)}
            onChange={(value, sound) => {
              setOverrides(value);
              setIsSound(sound);
            }}
          />
        </details>
        <Button type="submit" loading={busy} disabled={!name.trim() || !isSound}>
          Create executor
        </Button>
      </Stack>
    </form>
  );
}

function Onboarding({ made, program, channel, onClose }: Props & { made: Made }) {
  const [isHere, setIsHere] = useState(false);
  return (
    <Stack gap="lg">
      <Credentials executor={made} secret={made.secret} />
      <InstallCommands program={program} />
      <FirstHeartbeat executor={made} channel={channel} onArrived={() => setIsHere(true)} showLink />
      <Group justify="flex-end">
        <Button data-local variant={isHere ? "filled" : "default"} onClick={onClose}>
          {isHere ? "Done" : "I have the secret; close"}
        </Button>
      </Group>
    </Stack>
  );
}

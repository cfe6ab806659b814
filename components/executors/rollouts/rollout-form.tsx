"use client";

import { Alert, Button, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import classes from "@/components/executors/executors.module.css";
import { toastDone } from "@/components/ui/toast";
import type { TemplateView } from "@/lib/executors/contract";
import { ApiError, explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";
import { readStages } from "./rollout-stages";

/** Rolls out the newest version to the template's executors, one share at a time. */
export function RolloutForm({ template, onDone }: { template: TemplateView; onDone: () => void }) {
  const [stages, setStages] = useState("1, 10, 100");
  const [soakMinutes, setSoakMinutes] = useState<string | number>(5);
  const [maxFailures, setMaxFailures] = useState<string | number>(0);
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  async function start(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setFields({});
    try {
      const body = {
        stages: readStages(stages),
        soakSeconds: Math.round(Number(soakMinutes) * 60),
        maxFailures: Number(maxFailures),
      };
      await api("POST", `/executor-templates/${template.id}/rollouts`, { body });
      toastDone(`Version ${template.version} is being rolled out.`);
      onDone();
    } catch (error) {
      const found = error instanceof ApiError ? error.fields : {};
      setFields(found);
      if (Object.keys(found).length === 0) setProblem(explain(error));
    }
    setBusy(false);
  }
  const stagesError = Object.entries(fields).find(([path]) => path.startsWith("stages"))?.[1];
  return (
    <form onSubmit={start} noValidate>
      <Stack gap="md">
        {problem ? (
          <Alert color="red" role="alert" p="sm">
            {problem}
          </Alert>
        ) : null}
        <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: "start" }}>
          <TextInput
            label="Shares (%)"
            description="In increasing order, up to 100."
            value={stages}
            onChange={(event) => setStages(event.currentTarget.value)}
            error={stagesError}
          />
          <NumberInput
            label="Watch each for (minutes)"
            description="Before the next share starts."
            value={soakMinutes}
            onChange={setSoakMinutes}
            min={0}
            max={1440}
            decimalScale={2}
            error={fields.soakSeconds}
          />
          <NumberInput
            label="Failures allowed"
            description="More failures halt the roll-out."
            value={maxFailures}
            onChange={setMaxFailures}
            min={0}
            max={1000}
            allowDecimal={false}
            error={fields.maxFailures}
          />
        </SimpleGrid>
        <p className={classes.hint}>
          An executor counts as failed when it reports an error, or sends no heartbeat after it received the version. A
          halted roll-out does not continue. You can roll it back here.
        </p>
        <Button type="submit" loading={busy} w="fit-content">
          Start the roll-out
        </Button>
      </Stack>
    </form>
  );
}

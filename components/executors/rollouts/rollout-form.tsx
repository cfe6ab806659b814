"use client";

import { NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import classes from "@/components/executors/executors.module.css";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import type { TemplateView } from "@/lib/executors/templates/contract";
import { api } from "@/lib/http/client/api";
import { readStages } from "./rollout-stages";

/** An empty number field is a text. */
type Values = { stages: string; soakMinutes: number | string; maxFailures: number | string };
const initial: Values = { stages: "1, 10, 100", soakMinutes: 5, maxFailures: 0 };

function toBody({ stages, soakMinutes, maxFailures }: Values) {
  const soakSeconds = Math.round(Number(soakMinutes) * 60);
  return { stages: readStages(stages), soakSeconds, maxFailures: Number(maxFailures) };
}

/** Rolls out the newest version to the template's executors, one share at a time. */
export function RolloutForm({ template, onDone }: { template: TemplateView; onDone: () => void }) {
  const form = useApiForm({
    initial,
    toBody,
    nameOf: (path) => (path === "soakSeconds" ? "soakMinutes" : path.replace(/^stages\..*/, "stages")),
    schema: () => import("@/lib/executors/rollouts/contract").then((contract) => contract.rolloutBody),
    send: (values) =>
      api("POST", "/executor-templates/[id]/rollouts", { params: { id: template.id }, body: toBody(values) }),
    onSent: () => {
      toastDone(`Version ${template.version} is being rolled out.`);
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="md">
        <FormProblem form={form} />
        <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: "start" }}>
          <TextInput label="Shares (%)" description="In increasing order, up to 100." {...form.field("stages")} />
          <NumberInput
            label="Watch each for (minutes)"
            description="Before the next share starts."
            {...form.field("soakMinutes")}
            min={0}
            max={1440}
            decimalScale={2}
          />
          <NumberInput
            label="Failures allowed"
            description="More failures halt the roll-out."
            {...form.field("maxFailures")}
            min={0}
            max={1000}
            allowDecimal={false}
          />
        </SimpleGrid>
        <p className={classes.hint}>
          An executor counts as failed when it reports an error, or sends no heartbeat after it received the version. A
          halted roll-out does not continue. You can roll it back here.
        </p>
        <SubmitButton form={form} w="fit-content">
          Start the roll-out
        </SubmitButton>
      </Stack>
    </Form>
  );
}

"use client";

import { NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("executors.rollouts");
  const form = useApiForm({
    initial,
    toBody,
    nameOf: (path) => (path === "soakSeconds" ? "soakMinutes" : path.replace(/^stages\..*/, "stages")),
    schema: () => import("@/lib/executors/rollouts/contract").then((contract) => contract.rolloutBody),
    send: (values) =>
      api("POST", "/executor-templates/[id]/rollouts", { params: { id: template.id }, body: toBody(values) }),
    onSent: () => {
      toastDone(t("versionIsBeingRolled", { version: template.version }));
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="md">
        <FormProblem form={form} />
        <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: "start" }}>
          <TextInput label={t("shares")} description={t("inIncreasingOrderUp")} {...form.field("stages")} />
          <NumberInput
            label={t("watchEachForMinutes")}
            description={t("beforeTheNextShare")}
            {...form.field("soakMinutes")}
            min={0}
            max={1440}
            decimalScale={2}
          />
          <NumberInput
            label={t("failuresAllowed")}
            description={t("moreFailuresHaltThe")}
            {...form.field("maxFailures")}
            min={0}
            max={1000}
            allowDecimal={false}
          />
        </SimpleGrid>
        <p className={classes.hint}>{t("anExecutorCountsAs")}</p>
        <SubmitButton form={form} w="fit-content">
          {t("startTheRollOut")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

"use client";

import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfigFields, errorsUnder } from "@/components/executors/config/config-fields";
import { Credentials } from "@/components/executors/credentials/credentials";
import { FirstHeartbeat } from "@/components/executors/enrolment/first-heartbeat";
import { InstallCommands } from "@/components/executors/enrolment/install-commands";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type { ExecutorConfig, ExecutorSettings } from "@/lib/executors/config/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { type ApiAnswer, api } from "@/lib/http/client/api";
import classes from "./executors.module.css";

export type TemplateChoice = { id: string; name: string };
type Made = ApiAnswer<"POST", "/executors">;
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
  const t = useTranslations("executors");
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Dialog
      onClose={props.onClose}
      title={made ? t("setUp", { name: made.name }) : t("newExecutor")}
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

type Draft = { name: string; templateId: string | null; overrides: ExecutorSettings };
const emptyDraft: Draft = { name: "", templateId: null, overrides: {} };

function toBody({ name, overrides, templateId }: Draft) {
  return { name, overrides, ...(templateId ? { templateId } : {}) };
}

function CreateForm({ templates, base, onMade }: Props & { onMade: (made: Made) => void }) {
  const t = useTranslations("executors");
  const [isSound, setIsSound] = useState(true);
  const form = useApiForm({
    initial: emptyDraft,
    toBody,
    isField: (name) => name === "name" || name === "templateId" || name.startsWith("overrides."),
    schema: () => import("@/lib/executors/contract").then((contract) => contract.createExecutorBody),
    send: (values) => api("POST", "/executors", { body: toBody(values) }),
    onSent: onMade,
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack>
        <FormProblem form={form} />
        <TextInput {...form.field("name")} label={t("name")} placeholder={t("shopInLeipzig")} data-autofocus />
        {templates.length > 0 ? (
          <Select
            {...form.field("templateId")}
            label={t("template")}
            description={t("configurationThatManyExecutors")}
            data={templates.map((template) => ({ value: template.id, label: template.name }))}
            placeholder={t("none")}
            clearable
            clearButtonProps={{ "aria-label": t("noTemplate") }}
          />
        ) : null}
        <details className={classes.more}>
          <summary>{t("configurationOfItsOwn")}</summary>
          <ConfigFields
            value={form.values.overrides}
            below={base}
            errors={errorsUnder("overrides", form.errors)}
            onChange={(value, sound) => {
              form.set("overrides", value);
              setIsSound(sound);
            }}
          />
        </details>
        <SubmitButton form={form} disabled={!form.values.name.trim() || !isSound}>
          {t("createExecutor")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

function Onboarding({ made, program, channel, onClose }: Props & { made: Made }) {
  const t = useTranslations("executors");
  const [isHere, setIsHere] = useState(false);
  return (
    <Stack gap="lg">
      <Credentials executor={made} secret={made.secret} />
      <InstallCommands program={program} />
      <FirstHeartbeat executor={made} channel={channel} onArrived={() => setIsHere(true)} showLink />
      <Group justify="flex-end">
        <Button data-local variant={isHere ? "filled" : "default"} onClick={onClose}>
          {isHere ? t("done") : t("iHaveTheSecret")}
        </Button>
      </Group>
    </Stack>
  );
}

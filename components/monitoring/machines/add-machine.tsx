"use client";

import { Alert, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";

type Draft = { name: string };
const toBody = ({ name }: Draft) => (name.trim() ? { name } : {});

/** Makes a token and shows the command that installs the agent, once. */
export function AddMachine({ onClose }: { onClose: () => void }) {
  const t = useTranslations("monitoring.machines");
  const form = useApiForm({
    initial: { name: "" },
    toBody,
    schema: () => import("@/lib/monitoring/machines/contract").then((contract) => contract.enrolmentBody),
    send: (values: Draft) => api("POST", "/machines/enrolments", { body: toBody(values) }),
    afterwards: "keep",
  });
  if (form.answer) {
    return (
      <OnceDialog title={t("installTheAgent")} size="lg" onClose={onClose}>
        <Alert color="teal">{t("runThisOnThe")}</Alert>
        <CopyField label={t("command")} value={form.answer.command} />
        <CopyField label={t("tokenAlone")} value={form.answer.token} />
        {form.answer.program ? (
          <>
            <CopyField label={t("sha256OfThe")} value={form.answer.program.sha256} />
            <CopyField label={t("lineThatChecksIt")} value={form.answer.program.check} />
          </>
        ) : null}
      </OnceDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t("addMachine")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label={t("name")} description={t("emptyTheMachinesOwn")} {...form.field("name")} data-autofocus />
          <SubmitButton form={form}>{t("showTheCommand")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

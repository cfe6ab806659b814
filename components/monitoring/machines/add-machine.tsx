"use client";

import { Alert, Stack, TextInput } from "@mantine/core";
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
  const form = useApiForm({
    initial: { name: "" },
    toBody,
    schema: () => import("@/lib/monitoring/machines/contract").then((contract) => contract.enrolmentBody),
    send: (values: Draft) => api("POST", "/machines/enrolments", { body: toBody(values) }),
    afterwards: "keep",
  });
  if (form.answer) {
    return (
      <OnceDialog title="Install the agent" size="lg" onClose={onClose}>
        <Alert color="teal">
          Run this on the machine within 15 minutes. It works once and is not shown again. The machine needs Linux and
          Node 20 or later. With the token in LIGHTNODE_TOKEN, end the command with: sudo --preserve-env=LIGHTNODE_TOKEN
          sh
        </Alert>
        <CopyField label="Command" value={form.answer.command} />
        <CopyField label="Token alone" value={form.answer.token} />
        {form.answer.program ? (
          <>
            <CopyField label="SHA-256 of the program" value={form.answer.program.sha256} />
            <CopyField label="Line that checks it after the installation" value={form.answer.program.check} />
          </>
        ) : null}
      </OnceDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title="Add machine" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput
            label="Name"
            description="Empty: the machine's own host name."
            {...form.field("name")}
            data-autofocus
          />
          <SubmitButton form={form}>Show the command</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

"use client";

import { Stack, TextInput } from "@mantine/core";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";

type Draft = { name: string; folder: string };
const bodyOf = ({ name, folder }: Draft) => ({ kind: "local" as const, name, settings: { folder } });

/** A folder of the panel's machine, such as a mounted disk of another one. */
export function AddFolder({ onClose }: { onClose: () => void }) {
  const refresh = useRefresh();
  const initial: Draft = { name: "", folder: "" };
  const form = useApiForm({
    initial,
    toBody: bodyOf,
    nameOf: (path) => path.replace("settings.", ""),
    schema: () => import("@/lib/backups/targets/contract").then((contract) => contract.targetBody),
    send: (values: Draft) => api("POST", "/admin/backups/targets", { body: bodyOf(values) }),
    onSent: () => {
      refresh();
      onClose();
    },
  });
  return (
    <Dialog title="Add a folder" onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label="Name" {...form.field("name")} data-autofocus />
          <TextInput
            label="Folder"
            description="The whole path on the panel's machine. It is tested when you add it."
            {...form.field("folder")}
          />
          <SubmitButton form={form}>Test and add</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

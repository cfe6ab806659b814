"use client";

import { Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";

type Draft = { name: string; folder: string };
const bodyOf = ({ name, folder }: Draft) => ({ kind: "local" as const, name, settings: { folder } });

/** A folder of the panel's machine, such as a mounted disk of another one. */
export function AddFolder({ onClose }: { onClose: () => void }) {
  const t = useTranslations("admin.backups");
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
    <Dialog title={t("addAFolder")} onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label={t("name")} {...form.field("name")} data-autofocus />
          <TextInput label={t("folder")} description={t("theWholePathOn")} {...form.field("folder")} />
          <SubmitButton form={form}>{t("testAndAdd")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

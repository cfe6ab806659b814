"use client";

import { Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfigFields, errorsUnder } from "@/components/executors/config/config-fields";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type { ExecutorConfig, ExecutorSettings } from "@/lib/executors/config/contract";
import { api } from "@/lib/http/client/api";

const emptyDraft: { name: string; settings: ExecutorSettings } = { name: "", settings: {} };

/** Creates a template and opens its page. */
export default function CreateTemplate({ base, onClose }: { base: ExecutorConfig; onClose: () => void }) {
  const t = useTranslations("executors.templates");
  const router = useRouter();
  const [isSound, setIsSound] = useState(true);
  const form = useApiForm({
    initial: emptyDraft,
    isField: (name) => name === "name" || name.startsWith("settings."),
    schema: () => import("@/lib/executors/templates/contract").then((contract) => contract.templateBody),
    send: (body) => api("POST", "/executor-templates", { body }),
    onSent: ({ id }) => router.push(`/executors/templates/${id}`),
    afterwards: "keep",
  });
  return (
    <Dialog onClose={onClose} title={t("newTemplate")} size="lg" centered>
      <Form form={form}>
        <Stack gap="md">
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label={t("name")} placeholder={t("shopsInGermany")} data-autofocus />
          <ConfigFields
            value={form.values.settings}
            below={base}
            errors={errorsUnder("settings", form.errors)}
            onChange={(value, sound) => {
              form.set("settings", value);
              setIsSound(sound);
            }}
          />
          <SubmitButton
            form={form}
            loading={form.isPending || form.isSent}
            disabled={!form.values.name.trim() || !isSound}
          >
            {t("createTemplate")}
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

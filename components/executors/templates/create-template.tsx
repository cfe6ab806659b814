"use client";

import { Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
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
    <Dialog onClose={onClose} title="New template" size="lg" centered>
      <Form form={form}>
        <Stack gap="md">
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label="Name" placeholder="Shops in Germany" data-autofocus />
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
            Create template
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

"use client";

import { MultiSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type { DatabaseExtension } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";

type Draft = { name: string; connectionLimit: number | string; extensions: DatabaseExtension[] };
type Props = { extensions: readonly DatabaseExtension[]; onClose: () => void };
const empty: Draft = { name: "", connectionLimit: 20, extensions: [] };
const toBody = ({ connectionLimit, ...rest }: Draft) => ({ ...rest, connectionLimit: Number(connectionLimit) });

/** Creates a database and opens its page, which shows the steps and the secrets. */
export default function CreateDatabase({ extensions, onClose }: Props) {
  const router = useRouter();
  const form = useApiForm({
    initial: empty,
    toBody,
    schema: () => import("@/lib/hosted-services/databases/contract").then((contract) => contract.createDatabaseBody),
    send: (values) => api("POST", "/provisioning/databases", { body: toBody(values) }),
    onSent: ({ id }) => router.push(`/databases/${id}`),
    afterwards: "keep",
  });
  return (
    <Dialog onClose={onClose} title="New database" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label="Name" placeholder="Shop" data-autofocus />
          <NumberInput
            {...form.field("connectionLimit")}
            label="Connections at once"
            description="Above this number the server refuses further connections."
            min={1}
            max={100}
          />
          <MultiSelect
            {...form.field("extensions")}
            label="Extensions"
            description="They can be added later, but not removed."
            data={[...extensions]}
            placeholder="None"
            searchable
            clearable
          />
          <SubmitButton form={form}>Create database</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

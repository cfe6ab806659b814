"use client";

import { Alert, MultiSelect, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "", label: "Never" },
];

type Props = {
  scopes: string[];
  servers: { id: string; name: string }[];
  onClose: () => void;
  onDone: () => void;
};

type Values = { name: string; scopes: string[]; servers: string[]; addresses: string[]; expiresInDays: string };
const initial: Values = { name: "", scopes: ["server.read"], servers: [], addresses: [], expiresInDays: "90" };

function toBody({ name, scopes, servers, addresses, expiresInDays }: Values) {
  return {
    name,
    scopes,
    ...(expiresInDays ? { expiresInDays: Number(expiresInDays) } : {}),
    ...(servers.length > 0 ? { servers } : {}),
    ...(addresses.length > 0 ? { addresses } : {}),
  };
}

/** Creates a token with permissions, servers, addresses and an expiry. Shows it once. */
export default function NewToken({ scopes, servers, onClose, onDone }: Props) {
  const form = useApiForm({
    initial,
    toBody,
    schema: () => import("@/lib/auth/contract").then((contract) => contract.createTokenBody),
    send: (values) => api("POST", "/account/tokens", { body: toBody(values) }),
    onSent: onDone,
    afterwards: "keep",
  });
  if (form.answer) {
    return (
      <OnceDialog title="New API token" onClose={onClose}>
        <Alert color="teal">Copy it now: it is not shown again.</Alert>
        <CopyField label="Token" value={form.answer.token} />
      </OnceDialog>
    );
  }
  const { values } = form;
  return (
    <Dialog onClose={onClose} title="New API token" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label="Name" required withAsterisk={false} data-autofocus />
          <MultiSelect {...form.field("scopes")} label="Permissions" data={["*", "server.*", ...scopes]} searchable />
          <MultiSelect
            {...form.field("servers")}
            label="Only these servers"
            description="Empty: all servers that you can access."
            data={servers.map((server) => ({ value: server.id, label: server.name }))}
            searchable
          />
          <TagsInput
            {...form.field("addresses")}
            label="Only from these addresses"
            description="Addresses or networks, such as 192.0.2.0/24. Empty: any address."
          />
          <Select {...form.field("expiresInDays")} label="Expires" data={lifetimes} allowDeselect={false} />
          <SubmitButton form={form} disabled={!values.name.trim() || values.scopes.length === 0}>
            Create token
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

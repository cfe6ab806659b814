"use client";

import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import type { MachineDetail } from "@/lib/monitoring/machines/contract";

/** Name, token and removal of a machine. */
export default function MachineSettings({ machine }: { machine: MachineDetail }) {
  const refresh = useRefresh();
  return (
    <Stack gap="md">
      <Name machine={machine} onDone={refresh} />
      {machine.isLocal ? null : <Token machine={machine} />}
      <Removal machine={machine} />
    </Stack>
  );
}

function Name({ machine, onDone }: { machine: MachineDetail; onDone: () => void }) {
  const form = useApiForm({
    initial: { name: machine.name },
    toBody: (values: { name: string }) => values,
    schema: () => import("@/lib/monitoring/machines/contract").then((contract) => contract.renameBody),
    send: (body: { name: string }) => api("PATCH", "/machines/[id]", { params: { id: machine.id }, body }),
    afterwards: "keep",
    onSent: () => {
      toastDone("The name is changed.");
      onDone();
    },
  });
  return (
    <Card title="Name">
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <TextInput label="Name" w="100%" maw={380} {...form.field("name")} />
          <SubmitButton form={form}>Save</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

function Token({ machine: { id, previousUntil } }: { machine: MachineDetail }) {
  const [token, setToken] = useState<string | null>(null);
  const rotate = useAction(() => api("POST", "/machines/[id]/rotate-token", { params: { id }, body: {} }), {
    onDone: (answer) => setToken(answer.token),
    refresh: true,
  });
  return (
    <Card title="Token of the agent">
      <Stack align="flex-start">
        <p style={{ margin: 0 }}>
          A new token works at once; the old one for one more hour. Write it into credentials.json of the agent and
          restart it, or install the agent again with a new command.
          {previousUntil ? ` The token before works until ${new Date(previousUntil).toLocaleTimeString()}.` : ""}
        </p>
        <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          New token
        </Button>
      </Stack>
      {token ? (
        <OnceDialog title="New token" size="lg" onClose={() => setToken(null)}>
          <Alert color="teal">Copy it now: it is not shown again.</Alert>
          <CopyField label="Token" value={token} />
        </OnceDialog>
      ) : null}
    </Card>
  );
}

function Removal({ machine: { id, name, isLocal, presence } }: { machine: MachineDetail }) {
  const router = useRouter();
  const refresh = useRefresh();
  const revoke: DangerAction = {
    title: "Revoke the agent",
    text: "It is refused from now on. The machine and its figures stay; a new command enrols it again.",
    label: "Revoke",
    run: async () => {
      await api("POST", "/machines/[id]/revoke", { params: { id } });
      return "The agent is revoked.";
    },
  };
  const remove: DangerAction = {
    title: "Remove the machine",
    text: isLocal
      ? "Its figures are deleted. The panel adds its own machine again at the next sample, without a history."
      : "Its figures are deleted, and its agent is refused from now on.",
    label: "Remove",
    confirmName: true,
    run: async () => {
      await api("DELETE", "/machines/[id]", { params: { id } });
      // Its page is gone.
      router.push("/machines");
      return "The machine is removed.";
    },
  };
  const actions = isLocal || presence === "revoked" ? [remove] : [revoke, remove];
  return <DangerActions actions={actions} name={name} onDone={refresh} />;
}

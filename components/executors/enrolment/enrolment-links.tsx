"use client";

import { Alert, Button, NumberInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import lists from "@/components/account/lists.module.css";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { EnrolmentView } from "@/lib/executors/enrolment/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/api";
import { InstallCommands } from "./install-commands";

type Props = { initial: EnrolmentView[]; templates: TemplateChoice[]; program: ProgramInfo | null };

/** Tokens with which machines register themselves as executors: shown once, ended at any time. */
export function EnrolmentLinks({ initial, templates, program }: Props) {
  const [creating, setCreating] = useState(false);
  const { data, refetch } = useQuery({
    queryKey: ["enrolments"],
    queryFn: ({ signal }) => api("GET", "/executors/enrolments", { signal }),
    initialData: { items: initial },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const end = useAction((id: string) => api("DELETE", "/executors/enrolments/[id]", { params: { id } }), {
    done: "The link is ended. Executors created with it stay.",
  });
  const { items } = data;
  return (
    <Card
      title="Enrolment links"
      aside={
        <Button size="xs" variant="default" onClick={() => setCreating(true)}>
          New link
        </Button>
      }
      flush
    >
      {items.length === 0 ? (
        <EmptyState title="No links yet.">
          A machine that is set up with a link registers itself as an executor and gets its own secret.
        </EmptyState>
      ) : (
        <ul className={lists.list}>
          {items.map((item) => (
            <LinkItem
              key={item.id}
              item={item}
              templates={templates}
              onEnd={() => end.mutate(item.id, { onSettled: () => refetch() })}
            />
          ))}
        </ul>
      )}
      {creating ? (
        <NewLink
          templates={templates}
          program={program}
          onClose={() => {
            setCreating(false);
            void refetch();
          }}
        />
      ) : null}
    </Card>
  );
}

function LinkItem({ item, templates, onEnd }: { item: EnrolmentView; templates: TemplateChoice[]; onEnd: () => void }) {
  const isOver = item.uses >= item.maxUses || Date.parse(item.expiresAt) < Date.now();
  const template = templates.find(({ id }) => id === item.templateId);
  return (
    <li className={lists.item}>
      <div className={lists.main}>
        <span className={lists.name}>{item.name}</span>
        <span className={lists.hint}>
          used {item.uses} of {item.maxUses} times; {isOver ? "over" : "ends"} <RelativeTime at={item.expiresAt} />
          {template ? `; template ${template.name}` : ""}
          {item.addresses.length > 0 ? `; only from ${item.addresses.join(", ")}` : ""}
        </span>
      </div>
      <Button size="xs" variant="default" onClick={onEnd} aria-label={`${isOver ? "Remove" : "End"} ${item.name}`}>
        {isOver ? "Remove" : "End"}
      </Button>
    </li>
  );
}

const lifetimes = [
  { value: "60", label: "One hour" },
  { value: "1440", label: "One day" },
  { value: "10080", label: "One week" },
  { value: "43200", label: "30 days" },
];

type Draft = { name: string; templateId: string | null; uses: number; lifetime: string; addresses: string[] };
const emptyDraft: Draft = { name: "", templateId: null, uses: 1, lifetime: "60", addresses: [] };

function toBody({ name, templateId, uses, lifetime, addresses }: Draft) {
  return { name, uses, expiresInMinutes: Number(lifetime), addresses, ...(templateId ? { templateId } : {}) };
}

function useLinkForm() {
  return useApiForm({
    initial: emptyDraft,
    toBody,
    nameOf: (path) => (path === "expiresInMinutes" ? "lifetime" : path),
    schema: () => import("@/lib/executors/enrolment/contract").then((contract) => contract.enrolmentBody),
    send: (values) => api("POST", "/executors/enrolments", { body: toBody(values) }),
    afterwards: "keep",
  });
}

function NewLink({
  templates,
  program,
  onClose,
}: {
  templates: TemplateChoice[];
  program: ProgramInfo | null;
  onClose: () => void;
}) {
  const form = useLinkForm();
  const token = form.answer?.token;
  if (token) {
    return (
      <OnceDialog title="New enrolment link" size="lg" onClose={onClose}>
        <Alert color="teal">Copy it now: it is not shown again.</Alert>
        <CopyField label="Token" value={token} />
        <InstallCommands program={program} token={token} />
      </OnceDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title="New enrolment link" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput
            label="Name"
            description="The name of executors created with this link."
            {...form.field("name")}
            data-autofocus
          />
          <SimpleGrid cols={2}>
            <NumberInput
              label="Machines"
              {...form.field("uses")}
              min={1}
              max={1000}
              allowDecimal={false}
              onChange={(uses) => form.set("uses", Number(uses))}
            />
            <Select label="Valid for" data={lifetimes} {...form.field("lifetime")} allowDeselect={false} />
          </SimpleGrid>
          <TemplateSelect templates={templates} {...form.field("templateId")} />
          <TagsInput
            label="Only from these addresses"
            description="Addresses or networks, such as 192.0.2.0/24. Empty: any address."
            {...form.field("addresses")}
          />
          <SubmitButton form={form} disabled={!form.values.name.trim()}>
            Create link
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

function TemplateSelect({ templates, ...rest }: { templates: TemplateChoice[]; name: string }) {
  if (templates.length === 0) return null;
  return (
    <Select
      label="Template"
      data={templates.map(({ id, name }) => ({ value: id, label: name }))}
      {...rest}
      placeholder="None"
      clearable
      clearButtonProps={{ "aria-label": "No template" }}
    />
  );
}

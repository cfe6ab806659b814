"use client";

import { Alert, Button, NumberInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useCallback, useState } from "react";
import lists from "@/components/account/lists.module.css";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone, toastFailure } from "@/components/ui/toast";
import type { EnrolmentView } from "@/lib/executors/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";
import { InstallCommands } from "./install-commands";

type Props = { initial: EnrolmentView[]; templates: TemplateChoice[]; program: ProgramInfo | null };

/** Tokens with which machines register themselves as executors: shown once, ended at any time. */
export function EnrolmentLinks({ initial, templates, program }: Props) {
  const [items, setItems] = useState(initial);
  const [creating, setCreating] = useState(false);
  const refresh = useCallback(async () => {
    const answer = await api<{ items: EnrolmentView[] }>("GET", "/executors/enrolments").catch(() => null);
    if (answer) setItems(answer.items);
  }, []);
  async function end(item: EnrolmentView) {
    try {
      await api("DELETE", `/executors/enrolments/${item.id}`);
      toastDone("The link is ended. Executors created with it stay.");
    } catch (error) {
      toastFailure(error);
    }
    void refresh();
  }
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
            <LinkItem key={item.id} item={item} templates={templates} onEnd={() => end(item)} />
          ))}
        </ul>
      )}
      {creating ? (
        <NewLink
          templates={templates}
          program={program}
          onClose={() => {
            setCreating(false);
            void refresh();
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

function NewLink({
  templates,
  program,
  onClose,
}: {
  templates: TemplateChoice[];
  program: ProgramInfo | null;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState({ name: "", templateId: null as string | null, uses: 1, lifetime: "60" });
  const [addresses, setAddresses] = useState<string[]>([]);
  const [token, setToken] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<typeof draft>) => setDraft((known) => ({ ...known, ...part }));
  async function create(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { name, templateId, uses, lifetime } = draft;
      const body = { name, uses, expiresInMinutes: Number(lifetime), addresses, ...(templateId ? { templateId } : {}) };
      setToken((await api<{ token: string }>("POST", "/executors/enrolments", { body })).token);
    } catch (error) {
      setProblem(explain(error));
    }
    setBusy(false);
  }
  if (token) {
    return (
      <Dialog
        onClose={onClose}
        title="New enrolment link"
        centered
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        <Stack>
          <Alert color="teal">Copy it now: it is not shown again.</Alert>
          <CopyField label="Token" value={token} />
          <InstallCommands program={program} token={token} />
          <Button data-local onClick={onClose}>
            Done
          </Button>
        </Stack>
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title="New enrolment link" centered>
      <form onSubmit={create} noValidate>
        <Stack>
          {problem ? (
            <Alert color="red" role="alert" p="sm">
              {problem}
            </Alert>
          ) : null}
          <TextInput
            label="Name"
            description="The name of executors created with this link."
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            data-autofocus
          />
          <SimpleGrid cols={2}>
            <NumberInput
              label="Machines"
              value={draft.uses}
              min={1}
              max={1000}
              allowDecimal={false}
              onChange={(uses) => change({ uses: Number(uses) })}
            />
            <Select
              label="Valid for"
              data={lifetimes}
              value={draft.lifetime}
              onChange={(lifetime) => lifetime && change({ lifetime })}
              allowDeselect={false}
            />
          </SimpleGrid>
          {templates.length > 0 ? (
            <Select
              label="Template"
              data={templates.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.templateId}
              onChange={(templateId) => change({ templateId })}
              placeholder="None"
              clearable
              clearButtonProps={{ "aria-label": "No template" }}
            />
          ) : null}
          <TagsInput
            label="Only from these addresses"
            description="Addresses or networks, such as 192.0.2.0/24. Empty: any address."
            value={addresses}
            onChange={setAddresses}
          />
          <Button type="submit" loading={busy} disabled={!draft.name.trim()}>
            Create link
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

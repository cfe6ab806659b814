"use client";

import { Alert, Button, Group, Text } from "@mantine/core";
import { CopyAction } from "@/components/ui/copy/copy-action";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { MailDomainDetailView, MailRecordView } from "@/lib/hosted-services/mail/contract";

type Props = { view: MailDomainDetailView; onCheck: () => unknown };

const hints: Record<MailRecordView["state"], string> = {
  ok: "",
  missing: "Add it where the domain's DNS is kept.",
  different: "Change it to this value, and remove others of its kind.",
  unknown: "DNS did not answer. Check again in a moment.",
};

function hintOf({ state, managed, found }: MailRecordView): string {
  if (managed) return state === "ok" ? "Written by the panel." : "Written by the panel. DNS answers it in a moment.";
  return found.length > 0 ? `${hints[state]} Found: ${found.join(" · ")}` : hints[state];
}

const columns: Column<MailRecordView>[] = [
  { title: "State", cell: ({ state }) => <StatusPill status={state} /> },
  {
    title: "Name",
    isRowHeader: true,
    cell: ({ name }) => <Copied label={`name ${name}`} value={name} />,
  },
  { title: "Type", cell: ({ type }) => type },
  { title: "Value", cell: ({ name, type, value }) => <Copied label={`value of ${type} ${name}`} value={value} /> },
  {
    title: "What for",
    cell: (record) => (
      <Text size="sm" maw="36ch" style={{ overflowWrap: "anywhere" }}>
        {record.purpose} {hintOf(record)}
      </Text>
    ),
  },
];

function Copied({ label, value }: { label: string; value: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <code style={{ overflowWrap: "anywhere", maxWidth: "42ch", fontSize: 12.5 }}>{value}</code>
      <CopyAction label={label} value={value} />
    </Group>
  );
}

/** The DNS records that the domain needs, each with what DNS answers now. */
export default function DomainRecords({ view, onCheck }: Props) {
  const check = useAction(async () => onCheck(), { done: "Checked again." });
  const isManaged = view.records.some(({ managed }) => managed);
  return (
    <div className="ln-card">
      <Group p={14} justify="space-between" align="flex-start">
        <Text size="sm" maw="72ch">
          {isManaged
            ? "The DNS zone of this domain is here: the panel writes these records beside yours. A record of your own in the same place stays, and is used instead."
            : "Write these records where the DNS of the domain is kept. If you create its zone here, the panel writes them."}
        </Text>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          Check again
        </Button>
      </Group>
      <DataTable
        label="DNS records"
        columns={columns}
        rows={view.records}
        idOf={({ name, type, value }) => `${name} ${type} ${value}`}
        phone="cards"
      />
      {view.dkim.previous ? (
        <Alert m={14} variant="default" p="sm">
          Mail is signed with the key {view.dkim.selector}. The record of {view.dkim.previous} stays for a week, since
          mail that it signed may still be on its way.
        </Alert>
      ) : null}
    </div>
  );
}

import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { Rrset } from "@/lib/hosted-services/dns/records/contract";

export type RecordRow = {
  rrset: Rrset;
  display: { name: string; values: string[] };
  /** Written by the panel for another service. */
  isSystem: boolean;
  isEdited: boolean;
};

type Props = {
  rows: RecordRow[];
  canChange: boolean;
  onEdit: (rrset: Rrset) => void;
  onRemove: (rrset: Rrset) => void;
  empty: ReactNode;
};

const columns: Column<RecordRow>[] = [
  {
    title: "Name",
    isRowHeader: true,
    cell: ({ display, isEdited }) => (
      <span style={{ overflowWrap: "anywhere" }}>
        {display.name} {isEdited ? <StatusPill status="changed" /> : null}
      </span>
    ),
  },
  { title: "Type", cell: ({ rrset }) => rrset.type },
  {
    title: "Values",
    cell: ({ display }) => (
      <div style={{ overflowWrap: "anywhere", maxWidth: "60ch", fontFamily: "monospace", fontSize: 13 }}>
        {display.values.map((value) => (
          <div key={value}>{value}</div>
        ))}
      </div>
    ),
  },
  { title: "TTL", from: "tablet", className: "ln-figure", cell: ({ rrset }) => `${rrset.ttl} s` },
];

/** Sets of records with their buttons; those of the panel have none. */
export function RecordTable({ rows, canChange, onEdit, onRemove, empty }: Props) {
  const actions: Column<RecordRow> = {
    title: "Actions",
    cell: ({ rrset, display, isSystem }) =>
      isSystem ? (
        "managed by the panel"
      ) : (
        <Group gap={6} wrap="nowrap">
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Edit ${display.name} ${rrset.type}`}
            onClick={() => onEdit(rrset)}
          >
            Edit
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Remove ${display.name} ${rrset.type}`}
            onClick={() => onRemove(rrset)}
          >
            Remove
          </Button>
        </Group>
      ),
  };
  return (
    <DataTable
      label="Records"
      columns={[...columns, canChange ? actions : null]}
      rows={rows}
      idOf={({ rrset, isSystem }) => `${rrset.name} ${rrset.type} ${isSystem}`}
      empty={empty}
      phone="cards"
    />
  );
}

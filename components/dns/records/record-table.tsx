import { Button, Group } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { Rrset } from "@/lib/hosted-services/dns/records/contract";

type Texts = ReturnType<typeof useTranslations<"dns.records">>;

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

const columns = (t: Texts): Column<RecordRow>[] => [
  {
    title: t("name"),
    isRowHeader: true,
    cell: ({ display, isEdited }) => (
      <span style={{ overflowWrap: "anywhere" }}>
        {display.name} {isEdited ? <StatusPill status="changed" /> : null}
      </span>
    ),
  },
  { title: t("type"), cell: ({ rrset }) => rrset.type },
  {
    title: t("values"),
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
  const t = useTranslations("dns.records");
  const actions: Column<RecordRow> = {
    title: t("actions"),
    cell: ({ rrset, display, isSystem }) =>
      isSystem ? (
        t("managedByThePanel")
      ) : (
        <Group gap={6} wrap="nowrap">
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t("edit2", { name: display.name, type: rrset.type })}
            onClick={() => onEdit(rrset)}
          >
            {t("edit")}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t("remove2", { name: display.name, type: rrset.type })}
            onClick={() => onRemove(rrset)}
          >
            {t("remove")}
          </Button>
        </Group>
      ),
  };
  return (
    <DataTable
      label={t("records")}
      columns={[...columns(t), canChange ? actions : null]}
      rows={rows}
      idOf={({ rrset, isSystem }) => `${rrset.name} ${rrset.type} ${isSystem}`}
      empty={empty}
      phone="cards"
    />
  );
}

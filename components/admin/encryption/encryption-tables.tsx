import { Button } from "@mantine/core";
import { Card } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { EncryptionStatus } from "@/lib/platform/contract";

type Props = { status: EncryptionStatus; busy: boolean; onRetire: (id: string) => void };
type Key = EncryptionStatus["keys"][number];

const day = (at: string | null) => at?.slice(0, 10) ?? "–";

/** The keys with the number of rows that use them (0 proves that a key is unused), and the same by column. */
export function EncryptionTables({ status, busy, onRetire }: Props) {
  const keys: Column<Key>[] = [
    { title: "Key", isRowHeader: true, cell: ({ id }) => id },
    { title: "State", cell: ({ state }) => <StatusPill status={state} /> },
    {
      title: "Rows that name it",
      className: "ln-figure",
      cell: ({ rows, state }) => (rows === 0 && state === "retiring" ? "0, unused" : rows),
    },
    { title: "Used since", cell: ({ activatedAt }) => day(activatedAt) },
    {
      title: "Retire",
      cell: ({ id, state, rows, retiredAt }) =>
        state === "retiring" && rows === 0 ? (
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            onClick={() => onRetire(id)}
            aria-label={`Retire key ${id}`}
          >
            Retire
          </Button>
        ) : (
          day(retiredAt)
        ),
    },
  ];
  const columns: Column<EncryptionStatus["columns"][number]>[] = [
    { title: "Column", isRowHeader: true, cell: ({ label }) => label },
    ...status.keys.map(({ id }) => ({
      title: id,
      className: "ln-figure",
      cell: (column: EncryptionStatus["columns"][number]) => column.keys[id] ?? 0,
    })),
  ];
  return (
    <>
      <Card title="Keys" flush>
        <DataTable label="Keys" columns={keys} rows={status.keys} idOf={({ id }) => id} />
      </Card>
      <Card title="Rows by column and key" flush>
        <DataTable label="Rows by column and key" columns={columns} rows={status.columns} idOf={({ label }) => label} />
      </Card>
    </>
  );
}

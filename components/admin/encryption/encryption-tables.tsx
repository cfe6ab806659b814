import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { EncryptionStatus } from "@/lib/platform/contract";

type Props = { status: EncryptionStatus; busy: boolean; onRetire: (id: string) => void };
type Key = EncryptionStatus["keys"][number];

const day = (at: string | null) => at?.slice(0, 10) ?? "–";

/** The keys with the number of rows that use them (0 proves that a key is unused), and the same by column. */
export function EncryptionTables({ status, busy, onRetire }: Props) {
  const t = useTranslations("admin.encryption");
  const keys: Column<Key>[] = [
    { title: t("key"), isRowHeader: true, cell: ({ id }) => id },
    { title: t("state"), cell: ({ state }) => <StatusPill status={state} /> },
    {
      title: t("rowsThatNameIt"),
      className: "ln-figure",
      cell: ({ rows, state }) => (rows === 0 && state === "retiring" ? t("n0Unused") : rows),
    },
    { title: t("usedSince"), cell: ({ activatedAt }) => day(activatedAt) },
    {
      title: t("retire"),
      cell: ({ id, state, rows, retiredAt }) =>
        state === "retiring" && rows === 0 ? (
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            onClick={() => onRetire(id)}
            aria-label={t("retireKey", { id })}
          >
            {t("retire")}
          </Button>
        ) : (
          day(retiredAt)
        ),
    },
  ];
  const columns: Column<EncryptionStatus["columns"][number]>[] = [
    { title: t("column"), isRowHeader: true, cell: ({ label }) => label },
    ...status.keys.map(({ id }) => ({
      title: id,
      className: "ln-figure",
      cell: (column: EncryptionStatus["columns"][number]) => column.keys[id] ?? 0,
    })),
  ];
  return (
    <>
      <Card title={t("keys")} flush>
        <DataTable label={t("keys")} columns={keys} rows={status.keys} idOf={({ id }) => id} />
      </Card>
      <Card title={t("rowsByColumnAnd")} flush>
        <DataTable label={t("rowsByColumnAnd")} columns={columns} rows={status.columns} idOf={({ label }) => label} />
      </Card>
    </>
  );
}

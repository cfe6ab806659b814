import { type Column, DataTable } from "@/components/ui/table/data-table";
import classes from "./audit.module.css";

type Fields = Record<string, unknown>;

const text = (value: unknown) => (value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));

/** Fields that differ, before and after. The column headings carry the meaning, not only the colours. */
export function changedFields(
  before: Fields | null,
  after: Fields | null,
): { field: string; was: string; is: string }[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .map((field) => ({ field, was: text(before?.[field]), is: text(after?.[field]) }))
    .filter(({ was, is }) => was !== is);
}

const columns: Column<{ field: string; was: string; is: string }>[] = [
  { title: "Field", isRowHeader: true, cell: ({ field }) => field },
  { title: "Before", cell: ({ was }) => (was === "" ? "–" : <del>{was}</del>) },
  { title: "After", cell: ({ is }) => (is === "" ? "–" : <ins>{is}</ins>) },
];

export function DiffView({ before, after }: { before: Fields | null; after: Fields | null }) {
  const changes = changedFields(before, after);
  if (changes.length === 0) return null;
  return (
    <div className={classes.diff}>
      <DataTable label="What changed" columns={columns} rows={changes} idOf={({ field }) => field} />
    </div>
  );
}

import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import classes from "./audit.module.css";

type Texts = ReturnType<typeof useTranslations<"audit">>;

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

const columns = (t: Texts): Column<{ field: string; was: string; is: string }>[] => [
  { title: t("field"), isRowHeader: true, cell: ({ field }) => field },
  { title: t("before"), cell: ({ was }) => (was === "" ? "–" : <del>{was}</del>) },
  { title: t("after"), cell: ({ is }) => (is === "" ? "–" : <ins>{is}</ins>) },
];

export function DiffView({ before, after }: { before: Fields | null; after: Fields | null }) {
  const t = useTranslations("audit");
  const changes = changedFields(before, after);
  if (changes.length === 0) return null;
  return (
    <div className={classes.diff}>
      <DataTable label={t("whatChanged")} columns={columns(t)} rows={changes} idOf={({ field }) => field} />
    </div>
  );
}

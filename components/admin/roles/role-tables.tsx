import { useTranslations } from "next-intl";
import tables from "@/components/admin/tables.module.css";
import { type Column, DataTable } from "@/components/ui/table/data-table";

type Texts = ReturnType<typeof useTranslations<"admin.roles">>;

const roles = ["ADMIN", "MANAGER", "USER", "GUEST"] as const;
type Role = (typeof roles)[number];
const words = (t: Texts): Record<string, string> => ({
  all: t("all"),
  own: t("own"),
  none: "–",
  clear: t("shown"),
  masked: t("shortened"),
  hidden: "–",
});

type Line = { name: string; cells: Record<Role, string> };

function Matrix({ label, lines }: { label: string; lines: Line[] }) {
  const t = useTranslations("admin.roles");
  const columns: Column<Line>[] = [
    { title: label, isRowHeader: true, cell: ({ name }) => <code>{name}</code> },
    ...roles.map((role) => ({
      title: role[0] + role.slice(1).toLowerCase(),
      className: ({ cells }: Line) => (cells[role] === "none" || cells[role] === "hidden" ? tables.dim : undefined),
      cell: ({ cells }: Line) => words(t)[cells[role]] ?? cells[role],
    })),
  ];
  return <DataTable label={label} columns={columns} rows={lines} idOf={({ name }) => name} />;
}

/** The reach of each permission by role. */
export function PermissionTable({ rows }: { rows: { permission: string; reach: Record<Role, string> }[] }) {
  const t = useTranslations("admin.roles");
  return (
    <Matrix label={t("permission")} lines={rows.map(({ permission, reach }) => ({ name: permission, cells: reach }))} />
  );
}

/** How each role sees the restricted fields. */
export function FieldTable({
  rows,
}: {
  rows: { field: string; own: Record<Role, string>; others: Record<Role, string> }[];
}) {
  const t = useTranslations("admin.roles");
  const lines = rows.flatMap(({ field, own, others }) => [
    { name: `${field} (own)`, cells: own },
    { name: `${field} (others')`, cells: others },
  ]);
  return <Matrix label={t("field")} lines={lines} />;
}

import classes from "@/components/admin/tables.module.css";

const roles = ["ADMIN", "MANAGER", "USER", "GUEST"] as const;
type Role = (typeof roles)[number];
const words: Record<string, string> = {
  all: "all",
  own: "own",
  none: "–",
  clear: "shown",
  masked: "shortened",
  hidden: "–",
};

type Line = { name: string; cells: Record<Role, string> };

function Matrix({ label, lines }: { label: string; lines: Line[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{label}</th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {role[0] + role.slice(1).toLowerCase()}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row" style={{ fontWeight: 450 }}>
                <code>{name}</code>
              </th>
              {roles.map((role) => (
                <td key={role} className={cells[role] === "none" || cells[role] === "hidden" ? classes.dim : undefined}>
                  {words[cells[role]] ?? cells[role]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The reach of each permission by role. */
export function PermissionTable({ rows }: { rows: { permission: string; reach: Record<Role, string> }[] }) {
  return (
    <Matrix label="Permission" lines={rows.map(({ permission, reach }) => ({ name: permission, cells: reach }))} />
  );
}

/** How each role sees the restricted fields. */
export function FieldTable({
  rows,
}: {
  rows: { field: string; own: Record<Role, string>; others: Record<Role, string> }[];
}) {
  const lines = rows.flatMap(({ field, own, others }) => [
    { name: `${field} (own)`, cells: own },
    { name: `${field} (others')`, cells: others },
  ]);
  return <Matrix label="Field" lines={lines} />;
}

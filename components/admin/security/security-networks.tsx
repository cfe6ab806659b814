import { EmptyState } from "@/components/ui/empty-state";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { NetworkView } from "@/lib/auth/detection/contract";
import classes from "./security.module.css";

const columns: Column<NetworkView>[] = [
  {
    title: "Network",
    isRowHeader: true,
    className: classes.mono,
    cell: ({ network, country }) => (country ? `${network} ${country}` : network),
  },
  { title: "Failed", className: "ln-figure", cell: ({ failures }) => failures },
  { title: "Accounts", className: "ln-figure", cell: ({ accounts }) => accounts },
  { title: "Signed in", className: "ln-figure", cell: ({ successes }) => successes },
];

/** Where most failed attempts came from. */
export function SecurityNetworks({ networks }: { networks: NetworkView[] }) {
  return (
    <DataTable
      label="Networks with most failed attempts"
      columns={columns}
      rows={networks}
      idOf={({ network }) => network}
      empty={<EmptyState title="No attempt failed during this time." />}
    />
  );
}

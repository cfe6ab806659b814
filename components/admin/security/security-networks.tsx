import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { NetworkView } from "@/lib/auth/detection/contract";
import classes from "./security.module.css";

type Texts = ReturnType<typeof useTranslations<"admin.security">>;

const columns = (t: Texts): Column<NetworkView>[] => [
  {
    title: t("network"),
    isRowHeader: true,
    className: classes.mono,
    cell: ({ network, country }) => (country ? `${network} ${country}` : network),
  },
  { title: t("failed"), className: "ln-figure", cell: ({ failures }) => failures },
  { title: t("accounts"), className: "ln-figure", cell: ({ accounts }) => accounts },
  { title: t("signedIn"), className: "ln-figure", cell: ({ successes }) => successes },
];

/** Where most failed attempts came from. */
export function SecurityNetworks({ networks }: { networks: NetworkView[] }) {
  const t = useTranslations("admin.security");
  return (
    <DataTable
      label={t("networksWithMostFailed")}
      columns={columns(t)}
      rows={networks}
      idOf={({ network }) => network}
      empty={<EmptyState title={t("noAttemptFailedDuring")} />}
    />
  );
}

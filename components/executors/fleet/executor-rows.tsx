"use client";

import Link from "next/link";
import { PresenceBadge } from "@/components/executors/state-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable, type Selection } from "@/components/ui/table/data-table";
import type { ExecutorView } from "@/lib/executors/contract";
import classes from "./executor-rows.module.css";

type Props = {
  items: ExecutorView[];
  selection?: Selection | undefined;
  showOwner?: boolean;
  next?: { label: string; href: string } | null;
};

/** Executors as a table: name, presence and configuration state. */
export function ExecutorRows({ items, selection, showOwner = false, next }: Props) {
  return (
    <DataTable
      label="Executors"
      columns={columnsOf(showOwner)}
      rows={items}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      selection={selection}
      next={next}
      isMain
    />
  );
}

function columnsOf(showOwner: boolean): (Column<ExecutorView> | null)[] {
  return [
    {
      title: "Name",
      isRowHeader: true,
      cell: ({ id, name, key }) => (
        <>
          <Link href={`/executors/${id}`} prefetch={false} className="ln-link">
            {name}
          </Link>
          <span className={classes.key}>{key}</span>
        </>
      ),
    },
    { title: "State", cell: ({ presence }) => <PresenceBadge presence={presence} /> },
    { title: "Host", from: "tablet", className: classes.host, cell: ({ hostname }) => hostname ?? <NotKnown /> },
    { title: "Version", from: "desktop", cell: ({ version }) => version ?? <NotKnown /> },
    {
      title: "Configuration",
      from: "tablet",
      className: "ln-figure",
      cell: (executor) => <ConfigState executor={executor} />,
    },
    showOwner ? { title: "Owner", from: "desktop", cell: ({ owner }) => owner.name } : null,
    {
      title: "Last seen",
      className: classes.seen,
      cell: ({ lastSeenAt }) => (lastSeenAt ? <RelativeTime at={lastSeenAt} /> : "never"),
    },
  ];
}

function NotKnown() {
  return <span className={classes.none}>not known</span>;
}

/** The assigned configuration version, and the applied one if they differ. */
export function ConfigState({
  executor,
}: {
  executor: Pick<ExecutorView, "configVersion" | "appliedVersion" | "drifted">;
}) {
  const { configVersion, appliedVersion, drifted } = executor;
  if (!drifted) return <>version {configVersion}</>;
  return (
    <span className={classes.drift}>
      {appliedVersion}, should be {configVersion}
    </span>
  );
}

"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { PresenceBadge } from "@/components/executors/state-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable, type Selection } from "@/components/ui/table/data-table";
import type { ExecutorView } from "@/lib/executors/contract";
import classes from "./executor-rows.module.css";

type Texts = ReturnType<typeof useTranslations<"executors.fleet">>;

type Props = {
  items: ExecutorView[];
  selection?: Selection | undefined;
  showOwner?: boolean;
  next?: { label: string; href: string } | null;
};

/** Executors as a table: name, presence and configuration state. */
export function ExecutorRows({ items, selection, showOwner = false, next }: Props) {
  const t = useTranslations("executors.fleet");
  return (
    <DataTable
      label={t("executors")}
      columns={columnsOf(t, showOwner)}
      rows={items}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      selection={selection}
      next={next}
      isMain
    />
  );
}

function columnsOf(t: Texts, showOwner: boolean): (Column<ExecutorView> | null)[] {
  return [
    {
      title: t("name"),
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
    { title: t("state"), cell: ({ presence }) => <PresenceBadge presence={presence} /> },
    { title: t("host"), from: "tablet", className: classes.host, cell: ({ hostname }) => hostname ?? <NotKnown /> },
    { title: t("version2"), from: "desktop", cell: ({ version }) => version ?? <NotKnown /> },
    {
      title: t("configuration"),
      from: "tablet",
      className: "ln-figure",
      cell: (executor) => <ConfigState executor={executor} />,
    },
    showOwner ? { title: t("owner"), from: "desktop", cell: ({ owner }) => owner.name } : null,
    {
      title: t("lastSeen"),
      className: classes.seen,
      cell: ({ lastSeenAt }) => (lastSeenAt ? <RelativeTime at={lastSeenAt} /> : t("never")),
    },
  ];
}

function NotKnown() {
  const t = useTranslations("executors.fleet");
  return <span className={classes.none}>{t("notKnown")}</span>;
}

/** The assigned configuration version, and the applied one if they differ. */
export function ConfigState({
  executor,
}: {
  executor: Pick<ExecutorView, "configVersion" | "appliedVersion" | "drifted">;
}) {
  const t = useTranslations("executors.fleet");
  const { configVersion, appliedVersion, drifted } = executor;
  if (!drifted) return <>{t("version", { configVersion })}</>;
  return (
    <span className={classes.drift}>{t("shouldBe", { appliedVersion: appliedVersion ?? "", configVersion })}</span>
  );
}

"use client";

import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useRefresh } from "@/components/ui/use-refresh";
import { formatBytes, formatDuration, mib } from "@/lib/core/units";
import type { CatalogueFacts, DatabaseStatus } from "@/lib/platform/database-status/contract";
import classes from "./database-report.module.css";

type Texts = ReturnType<typeof useTranslations<"admin.database">>;

const shownTables = 12;
const shownStatements = 8;
const count = (value: number) => Math.round(value).toLocaleString("en");
const share = (value: number | null) => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);

/** What the panel's database looks like now, and what to do about it. */
export function DatabaseReport({ status }: { status: DatabaseStatus }) {
  const locale = useLocale();
  const t = useTranslations("admin.database");
  const { facts, pool, slowStatements, advice } = status;
  const refresh = useRefresh();
  const warnings = advice.filter(({ severity }) => severity === "warning").length;
  return (
    <PageFrame
      title={t("database")}
      lead={t("postgresql", {
        version: facts.version,
        bytes: formatBytes(facts.bytes, locale),
        warnings: leadOf(t, warnings),
      })}
      actions={
        <Button variant="default" size="sm" leftSection={<IconRefresh size={16} />} onClick={refresh}>
          {t("refresh")}
        </Button>
      }
    >
      <Advice advice={advice} />
      <Figures facts={facts} pool={pool} />
      <Card title={t("transactionsInProgress")} flush>
        <DataTable
          label={t("transactionsInProgress")}
          columns={transactionColumns(locale, t)}
          rows={facts.statements}
          idOf={({ pid }) => String(pid)}
          empty={<p className={classes.empty}>{t("noTransactionIsOpen")}</p>}
        />
      </Card>
      <Card title={t("slowStatementsOfThis")} flush>
        <DataTable
          label={t("slowStatements")}
          columns={statementColumns(t)}
          rows={slowStatements.slice(0, shownStatements)}
          idOf={({ text }) => text}
          empty={<p className={classes.empty}>{t("noStatementHasTaken")}</p>}
        />
      </Card>
      <Tables tables={facts.tables} />
      <Card title={t("indexesWithoutUse")} flush>
        <DataTable
          label={t("indexesWithoutUse")}
          columns={indexColumns(locale, t)}
          rows={facts.unusedIndexes.filter(({ bytes }) => bytes >= mib)}
          idOf={({ name }) => name}
          empty={<p className={classes.empty}>{t("everyIndexOf1")}</p>}
        />
      </Card>
      <ForeignKeys keys={facts.foreignKeysWithoutIndex} />
      <Replicas replicas={facts.replicas} />
    </PageFrame>
  );
}

/** The largest first; most tables of a panel are small. */
function Tables({ tables }: Pick<CatalogueFacts, "tables">) {
  const locale = useLocale();
  const t = useTranslations("admin.database");
  const [showsAll, setShowsAll] = useState(false);
  const hidden = tables.length - shownTables;
  return (
    <Card
      title={t("tables")}
      aside={
        hidden > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setShowsAll(!showsAll)} aria-expanded={showsAll}>
            {showsAll ? t("showTheLargest") : t("showAll", { tablesCount: tables.length })}
          </Button>
        ) : null
      }
      flush
    >
      <DataTable
        label={t("tables")}
        columns={tableColumns(locale, t)}
        rows={showsAll ? tables : tables.slice(0, shownTables)}
        idOf={({ name }) => name}
      />
    </Card>
  );
}

function ForeignKeys({ keys }: { keys: CatalogueFacts["foreignKeysWithoutIndex"] }) {
  const t = useTranslations("admin.database");
  if (keys.length === 0) return null;
  return (
    <Card title={t("foreignKeysWithoutAn")}>
      <ul className={classes.plain}>
        {keys.map(({ table, name }) => (
          <li key={name}>
            <code>{table}</code>: {name}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function leadOf(t: Texts, warnings: number): string {
  if (warnings === 0) return t("nothingNeedsYourAttention");
  return t("oneThingNeedsYour", { warnings });
}

function Advice({ advice }: Pick<DatabaseStatus, "advice">) {
  const t = useTranslations("admin.database");
  if (advice.length === 0) return null;
  return (
    <Card title={t("advice")} flush>
      <ul className={classes.advice}>
        {advice.map(({ severity, title, text }) => (
          <li key={title}>
            <StatusPill status={severity} />
            <div>
              <strong>{title}</strong>
              <p>{text}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Figures({ facts, pool }: Pick<DatabaseStatus, "facts" | "pool">) {
  const locale = useLocale();
  const t = useTranslations("admin.database");
  const used = facts.connections.reduce((sum, { count: more }) => sum + more, 0);
  const figures = [
    {
      label: t("connections"),
      value: t("usedOf", { used, total: facts.maxConnections }),
      note: connectionsNote(facts),
    },
    {
      label: t("poolOfThisWeb"),
      value: t("ofInUse", { used: pool.open - pool.idle, total: pool.size }),
      note: pool.waiting > 0 ? t("requestsWait", { waiting: pool.waiting }) : t("noRequestWaits"),
    },
    { label: t("blocksFoundInMemory"), value: share(facts.cacheHitRatio), note: t("n95OrMoreIs") },
    {
      label: t("deadlocks"),
      value: count(facts.deadlocks),
      note: t("ofTemporaryFiles", { temporaryBytes: formatBytes(facts.temporaryBytes, locale) }),
    },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ label, value, note }) => (
        <div key={label} className="ln-card">
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.note}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function connectionsNote({ connections }: CatalogueFacts): string {
  const byName = new Map<string, number>();
  for (const { name, count: more } of connections) byName.set(name, (byName.get(name) ?? 0) + more);
  const names = [...byName].sort((one, other) => other[1] - one[1]).slice(0, 3);
  return names.map(([name, number]) => `${name} ${number}`).join(", ");
}

function Replicas({ replicas }: Pick<CatalogueFacts, "replicas">) {
  const locale = useLocale();
  const t = useTranslations("admin.database");
  if (replicas.length === 0) return null;
  return (
    <Card title={t("replicas")} flush>
      <DataTable label={t("replicas")} columns={replicaColumns(locale, t)} rows={replicas} idOf={({ name }) => name} />
    </Card>
  );
}

/** Two lines, and all of it on hover. */
const Statement = ({ text }: { text: string }) => (
  <code className={classes.statement} title={text}>
    {text}
  </code>
);

const transactionColumns = (locale: string, t: Texts): Column<CatalogueFacts["statements"][number]>[] => [
  { title: t("process"), cell: ({ pid, name }) => `${name || t("unnamed")} (${pid})`, isRowHeader: true },
  { title: t("openFor"), cell: ({ seconds }) => formatDuration(seconds * 1_000, locale) },
  {
    title: t("waitsFor"),
    cell: ({ blockedBy, waits }) =>
      blockedBy.length > 0 ? t("lockOf", { blockedBy: blockedBy.join(", ") }) : (waits ?? "–"),
  },
  { title: t("statement"), cell: ({ text }) => <Statement text={text} />, from: "tablet" },
];

const statementColumns = (t: Texts): Column<DatabaseStatus["slowStatements"][number]>[] => [
  { title: t("statement"), cell: ({ text }) => <Statement text={text} />, isRowHeader: true },
  { title: t("longest"), cell: ({ longestMs }) => `${longestMs} ms` },
  { title: t("mean"), cell: ({ meanMs }) => `${meanMs} ms` },
  { title: t("calls"), cell: ({ calls }) => count(calls), from: "tablet" },
];

const tableColumns = (locale: string, t: Texts): Column<CatalogueFacts["tables"][number]>[] => [
  { title: t("table"), cell: ({ name }) => <code>{name}</code>, isRowHeader: true },
  { title: t("size"), cell: ({ bytes }) => formatBytes(bytes, locale) },
  { title: t("indexes"), cell: ({ indexBytes }) => formatBytes(indexBytes, locale), from: "desktop" },
  { title: t("rows"), cell: ({ rows }) => count(rows) },
  { title: t("deadRows"), cell: ({ deadRows }) => count(deadRows), from: "tablet" },
  { title: t("readCompletely"), cell: ({ sequentialScans }) => count(sequentialScans), from: "desktop" },
  { title: t("readByIndex"), cell: ({ indexScans }) => count(indexScans), from: "desktop" },
  {
    title: t("vacuum"),
    cell: ({ vacuumedAt }) => (vacuumedAt ? <RelativeTime at={vacuumedAt} /> : "–"),
    from: "tablet",
  },
];

const indexColumns = (locale: string, t: Texts): Column<CatalogueFacts["unusedIndexes"][number]>[] => [
  { title: t("index"), cell: ({ name }) => <code>{name}</code>, isRowHeader: true },
  { title: t("table"), cell: ({ table }) => <code>{table}</code>, from: "tablet" },
  { title: t("size"), cell: ({ bytes }) => formatBytes(bytes, locale) },
];

const replicaColumns = (locale: string, t: Texts): Column<CatalogueFacts["replicas"][number]>[] => [
  { title: t("replica"), cell: ({ name }) => name, isRowHeader: true },
  {
    title: t("state"),
    cell: ({ state, isSynchronous }) => `${state ?? "unknown"}${isSynchronous ? ", synchronous" : ""}`,
  },
  { title: t("behind"), cell: ({ lagBytes }) => (lagBytes === null ? "–" : formatBytes(lagBytes, locale)) },
  {
    title: t("delay"),
    cell: ({ lagSeconds }) => (lagSeconds === null ? "–" : formatDuration(lagSeconds * 1_000, locale)),
  },
];

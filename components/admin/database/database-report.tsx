"use client";

import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useRefresh } from "@/components/ui/use-refresh";
import { formatBytes, formatDuration, mib } from "@/lib/core/units";
import type { CatalogueFacts, DatabaseStatus } from "@/lib/platform/database-status/contract";
import classes from "./database-report.module.css";

const shownTables = 12;
const shownStatements = 8;
const count = (value: number) => Math.round(value).toLocaleString("en");
const share = (value: number | null) => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);

/** What the panel's database looks like now, and what to do about it. */
export function DatabaseReport({ status }: { status: DatabaseStatus }) {
  const { facts, pool, slowStatements, advice } = status;
  const refresh = useRefresh();
  const warnings = advice.filter(({ severity }) => severity === "warning").length;
  return (
    <PageFrame
      title="Database"
      lead={`PostgreSQL ${facts.version}, ${formatBytes(facts.bytes)}. ${leadOf(warnings)}`}
      actions={
        <Button variant="default" size="sm" leftSection={<IconRefresh size={16} />} onClick={refresh}>
          Refresh
        </Button>
      }
    >
      <Advice advice={advice} />
      <Figures facts={facts} pool={pool} />
      <Card title="Transactions in progress" flush>
        <DataTable
          label="Transactions in progress"
          columns={transactionColumns}
          rows={facts.statements}
          idOf={({ pid }) => String(pid)}
          empty={<p className={classes.empty}>No transaction is open.</p>}
        />
      </Card>
      <Card title="Slow statements of this web process" flush>
        <DataTable
          label="Slow statements"
          columns={statementColumns}
          rows={slowStatements.slice(0, shownStatements)}
          idOf={({ text }) => text}
          empty={<p className={classes.empty}>No statement has taken a millisecond since the process started.</p>}
        />
      </Card>
      <Tables tables={facts.tables} />
      <Card title="Indexes without use" flush>
        <DataTable
          label="Indexes without use"
          columns={indexColumns}
          rows={facts.unusedIndexes.filter(({ bytes }) => bytes >= mib)}
          idOf={({ name }) => name}
          empty={<p className={classes.empty}>Every index of 1 MiB or more was used since the statistics began.</p>}
        />
      </Card>
      <ForeignKeys keys={facts.foreignKeysWithoutIndex} />
      <Replicas replicas={facts.replicas} />
    </PageFrame>
  );
}

/** The largest first; most tables of a panel are small. */
function Tables({ tables }: Pick<CatalogueFacts, "tables">) {
  const [showsAll, setShowsAll] = useState(false);
  const hidden = tables.length - shownTables;
  return (
    <Card
      title="Tables"
      aside={
        hidden > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setShowsAll(!showsAll)} aria-expanded={showsAll}>
            {showsAll ? "Show the largest" : `Show all ${tables.length}`}
          </Button>
        ) : null
      }
      flush
    >
      <DataTable
        label="Tables"
        columns={tableColumns}
        rows={showsAll ? tables : tables.slice(0, shownTables)}
        idOf={({ name }) => name}
      />
    </Card>
  );
}

function ForeignKeys({ keys }: { keys: CatalogueFacts["foreignKeysWithoutIndex"] }) {
  if (keys.length === 0) return null;
  return (
    <Card title="Foreign keys without an index">
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

function leadOf(warnings: number): string {
  if (warnings === 0) return "Nothing needs your attention.";
  return warnings === 1 ? "One thing needs your attention." : `${warnings} things need your attention.`;
}

function Advice({ advice }: Pick<DatabaseStatus, "advice">) {
  if (advice.length === 0) return null;
  return (
    <Card title="Advice" flush>
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
  const used = facts.connections.reduce((sum, { count: more }) => sum + more, 0);
  const figures = [
    { label: "Connections", value: `${used} of ${facts.maxConnections}`, note: connectionsNote(facts) },
    {
      label: "Pool of this web process",
      value: `${pool.open - pool.idle} of ${pool.size} in use`,
      note: pool.waiting > 0 ? `${pool.waiting} requests wait` : "No request waits",
    },
    { label: "Blocks found in memory", value: share(facts.cacheHitRatio), note: "95 % or more is good" },
    {
      label: "Deadlocks",
      value: count(facts.deadlocks),
      note: `${formatBytes(facts.temporaryBytes)} of temporary files`,
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
  if (replicas.length === 0) return null;
  return (
    <Card title="Replicas" flush>
      <DataTable label="Replicas" columns={replicaColumns} rows={replicas} idOf={({ name }) => name} />
    </Card>
  );
}

/** Two lines, and all of it on hover. */
const Statement = ({ text }: { text: string }) => (
  <code className={classes.statement} title={text}>
    {text}
  </code>
);

const transactionColumns: Column<CatalogueFacts["statements"][number]>[] = [
  { title: "Process", cell: ({ pid, name }) => `${name || "unnamed"} (${pid})`, isRowHeader: true },
  { title: "Open for", cell: ({ seconds }) => formatDuration(seconds * 1_000) },
  {
    title: "Waits for",
    cell: ({ blockedBy, waits }) => (blockedBy.length > 0 ? `lock of ${blockedBy.join(", ")}` : (waits ?? "–")),
  },
  { title: "Statement", cell: ({ text }) => <Statement text={text} />, from: "tablet" },
];

const statementColumns: Column<DatabaseStatus["slowStatements"][number]>[] = [
  { title: "Statement", cell: ({ text }) => <Statement text={text} />, isRowHeader: true },
  { title: "Longest", cell: ({ longestMs }) => `${longestMs} ms` },
  { title: "Mean", cell: ({ meanMs }) => `${meanMs} ms` },
  { title: "Calls", cell: ({ calls }) => count(calls), from: "tablet" },
];

const tableColumns: Column<CatalogueFacts["tables"][number]>[] = [
  { title: "Table", cell: ({ name }) => <code>{name}</code>, isRowHeader: true },
  { title: "Size", cell: ({ bytes }) => formatBytes(bytes) },
  { title: "Indexes", cell: ({ indexBytes }) => formatBytes(indexBytes), from: "desktop" },
  { title: "Rows", cell: ({ rows }) => count(rows) },
  { title: "Dead rows", cell: ({ deadRows }) => count(deadRows), from: "tablet" },
  { title: "Read completely", cell: ({ sequentialScans }) => count(sequentialScans), from: "desktop" },
  { title: "Read by index", cell: ({ indexScans }) => count(indexScans), from: "desktop" },
  {
    title: "Vacuum",
    cell: ({ vacuumedAt }) => (vacuumedAt ? <RelativeTime at={vacuumedAt} /> : "–"),
    from: "tablet",
  },
];

const indexColumns: Column<CatalogueFacts["unusedIndexes"][number]>[] = [
  { title: "Index", cell: ({ name }) => <code>{name}</code>, isRowHeader: true },
  { title: "Table", cell: ({ table }) => <code>{table}</code>, from: "tablet" },
  { title: "Size", cell: ({ bytes }) => formatBytes(bytes) },
];

const replicaColumns: Column<CatalogueFacts["replicas"][number]>[] = [
  { title: "Replica", cell: ({ name }) => name, isRowHeader: true },
  {
    title: "State",
    cell: ({ state, isSynchronous }) => `${state ?? "unknown"}${isSynchronous ? ", synchronous" : ""}`,
  },
  { title: "Behind", cell: ({ lagBytes }) => (lagBytes === null ? "–" : formatBytes(lagBytes)) },
  { title: "Delay", cell: ({ lagSeconds }) => (lagSeconds === null ? "–" : formatDuration(lagSeconds * 1_000)) },
];

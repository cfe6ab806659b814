"use client";

import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { DatabaseFiguresView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { formatSize } from "./format-size";

const everyMs = 10_000;
type Statement = NonNullable<DatabaseFiguresView["statements"]>[number];

const columns: Column<Statement>[] = [
  {
    title: "Statement",
    isRowHeader: true,
    cell: ({ text }) => <code style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{text}</code>,
  },
  { title: "Calls", className: "ln-figure", cell: ({ calls }) => calls.toLocaleString("en") },
  { title: "Mean", className: "ln-figure", cell: ({ meanMs }) => `${meanMs.toFixed(1)} ms` },
  { title: "Total", className: "ln-figure", from: "tablet", cell: ({ totalMs }) => `${(totalMs / 1000).toFixed(1)} s` },
];

/** What the server counts, read every ten seconds. */
export default function DatabaseFigures({ id }: { id: string }) {
  const { data, error } = useQuery({
    queryKey: ["database-figures", id],
    queryFn: ({ signal }) => api("GET", "/provisioning/databases/[id]/figures", { params: { id }, signal }),
    refetchInterval: everyMs,
  });
  return (
    <Card title="Now">
      <ProblemAlert problem={error ? explain(error) : null} />
      {data ? <Figures figures={data} /> : error ? null : <Text size="sm">Reading from the server.</Text>}
    </Card>
  );
}

function Figures({ figures }: { figures: DatabaseFiguresView }) {
  const { connections, sizeBytes, cacheHitRatio, commits, statements } = figures;
  const facts = [
    ["Connections", String(connections)],
    ["Size", formatSize(sizeBytes)],
    ...(commits === null
      ? []
      : [
          ["Read from memory", cacheHitRatio === null ? "nothing read yet" : `${(cacheHitRatio * 100).toFixed(1)} %`],
          ["Transactions", commits.toLocaleString("en")],
        ]),
  ];
  return (
    <>
      <Group component="dl" gap="xl" m={0}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="xs">
              {label}
            </Text>
            <Text component="dd" m={0} fw={550}>
              {value}
            </Text>
          </div>
        ))}
      </Group>
      {statements && statements.length > 0 ? (
        <div style={{ marginTop: 14 }}>
          <DataTable label="Slowest statements" columns={columns} rows={statements} idOf={({ text }) => text} />
        </div>
      ) : null}
    </>
  );
}

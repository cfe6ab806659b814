"use client";

import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { DatabaseFiguresView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { formatSize } from "./format-size";

type Texts = ReturnType<typeof useTranslations<"databases">>;

const everyMs = 10_000;
type Statement = NonNullable<DatabaseFiguresView["statements"]>[number];

const columns = (t: Texts): Column<Statement>[] => [
  {
    title: t("statement"),
    isRowHeader: true,
    cell: ({ text }) => <code style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{text}</code>,
  },
  { title: t("calls"), className: "ln-figure", cell: ({ calls }) => calls.toLocaleString("en") },
  { title: t("mean"), className: "ln-figure", cell: ({ meanMs }) => `${meanMs.toFixed(1)} ms` },
  {
    title: t("total"),
    className: "ln-figure",
    from: "tablet",
    cell: ({ totalMs }) => `${(totalMs / 1000).toFixed(1)} s`,
  },
];

/** What the server counts, read every ten seconds. */
export default function DatabaseFigures({ id }: { id: string }) {
  const t = useTranslations("databases");
  const { data, error } = useQuery({
    queryKey: ["database-figures", id],
    queryFn: ({ signal }) => api("GET", "/provisioning/databases/[id]/figures", { params: { id }, signal }),
    refetchInterval: everyMs,
  });
  return (
    <Card title={t("now")}>
      <ProblemAlert problem={error ? explain(error) : null} />
      {data ? <Figures figures={data} /> : error ? null : <Text size="sm">{t("readingFromTheServer")}</Text>}
    </Card>
  );
}

function Figures({ figures }: { figures: DatabaseFiguresView }) {
  const t = useTranslations("databases");
  const locale = useLocale();
  const { connections, sizeBytes, cacheHitRatio, commits, statements } = figures;
  const facts = [
    [t("connections"), String(connections)],
    [t("size"), formatSize(sizeBytes)],
    ...(commits === null
      ? []
      : [
          [t("readFromMemory"), cacheHitRatio === null ? t("nothingReadYet") : `${(cacheHitRatio * 100).toFixed(1)} %`],
          [t("transactions"), commits.toLocaleString(locale)],
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
          <DataTable label={t("slowestStatements")} columns={columns(t)} rows={statements} idOf={({ text }) => text} />
        </div>
      ) : null}
    </>
  );
}

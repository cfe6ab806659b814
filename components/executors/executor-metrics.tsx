"use client";

import { Alert, SegmentedControl, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { formatMetric, metricLabel, orderedMetrics } from "./metric-words";
import { executorKey } from "./use-executor";

type Texts = ReturnType<typeof useTranslations<"executors">>;

const MetricChart = dynamic(() => import("./metric-chart"), {
  ssr: false,
  loading: () => <Skeleton height={150} radius={6} />,
});

const ranges = (t: Texts) =>
  [
    { value: "1h", label: t("hour") },
    { value: "24h", label: t("day") },
    { value: "7d", label: t("week") },
  ] as const;
type Range = ReturnType<typeof ranges>[number]["value"];

/** Metrics of an executor over time, one chart for each. */
export default function ExecutorMetrics({ executorId }: { executorId: string }) {
  const t = useTranslations("executors");
  const [range, setRange] = useState<Range>("1h");
  const { data, error } = useQuery({
    queryKey: executorKey(executorId, "metrics", range),
    queryFn: ({ signal }) =>
      api("GET", "/executors/[id]/metrics", { params: { id: executorId }, query: { range }, signal }),
  });
  const names = orderedMetrics(t, [...new Set(data?.points.flatMap(({ metrics }) => Object.keys(metrics)))]);
  return (
    <Stack gap="md">
      <SegmentedControl
        data={[...ranges(t)]}
        value={range}
        onChange={setRange}
        aria-label={t("range")}
        w="fit-content"
      />
      {error ? <Alert color="red">{explain(error)}</Alert> : null}
      {data === undefined && !error ? <Skeleton height={240} radius={10} /> : null}
      {data !== undefined && names.length === 0 ? (
        <Card>
          <EmptyState title={t("noFiguresForThis")}>{t("theExecutorSendsThem")}</EmptyState>
        </Card>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {names.map((name) => {
          const points = data?.points.flatMap(({ at, metrics }) => {
            const value = metrics[name];
            return value === undefined ? [] : [{ at, value }];
          });
          const last = points?.at(-1);
          return (
            <Card
              key={name}
              title={metricLabel(t, name)}
              aside={last ? <span className="ln-figure">{formatMetric(t, name, last.value)}</span> : null}
            >
              <MetricChart name={name} points={points ?? []} />
            </Card>
          );
        })}
      </SimpleGrid>
    </Stack>
  );
}

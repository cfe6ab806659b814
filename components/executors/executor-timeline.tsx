"use client";

import { Alert, Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { DayList } from "@/components/ui/activity/day-list";
import { EventRow, type EventTone } from "@/components/ui/activity/event-row";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import shared from "./executors.module.css";
import { executorKey } from "./use-executor";

const firstPage: string | undefined = undefined;

const tones: Record<string, EventTone> = {
  "presence.online": "good",
  "presence.offline": "bad",
  "presence.late": "warn",
  "presence.flapping": "warn",
  "presence.revoked": "bad",
};

/** Events of an executor, the newest first. */
export default function ExecutorTimeline({ executorId }: { executorId: string }) {
  const t = useTranslations("executors");
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: executorKey(executorId, "timeline"),
    queryFn: ({ pageParam: cursor, signal }) =>
      api("GET", "/executors/[id]/timeline", { params: { id: executorId }, query: { limit: 50, cursor }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (error && !data) return <Alert color="red">{explain(error)}</Alert>;
  if (!data) return <Skeleton height={240} radius={10} />;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <Card flush>
      {items.length === 0 ? <EmptyState title={t("nothingHasHappenedYet")} /> : null}
      <DayList
        label={t("timeline")}
        entries={items.map(({ id, at, kind, message }) => ({
          id,
          at,
          row: (
            <EventRow at={at} tone={tones[kind] ?? "idle"}>
              {message}
            </EventRow>
          ),
        }))}
      />
      {hasNextPage ? (
        <div className={shared.foot}>
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t("olderEvents")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

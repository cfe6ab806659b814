"use client";

import { Alert, Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import classes from "./executor-timeline.module.css";
import shared from "./executors.module.css";
import { executorKey } from "./use-executor";

const firstPage: string | undefined = undefined;

const tones: Record<string, string> = {
  "presence.online": "good",
  "presence.offline": "bad",
  "presence.late": "warn",
  "presence.flapping": "warn",
  revoked: "bad",
};

/** Events of an executor, the newest first. */
export default function ExecutorTimeline({ executorId }: { executorId: string }) {
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
      {items.length === 0 ? <EmptyState title="Nothing has happened yet." /> : null}
      <ol className={classes.list}>
        {items.map((item) => (
          <li key={item.id} className={classes.item}>
            <span className={classes.dot} data-tone={tones[item.kind]} aria-hidden="true" />
            <span className={classes.message}>{item.message}</span>
            <span className={classes.when}>
              <RelativeTime at={item.at} />
            </span>
          </li>
        ))}
      </ol>
      {hasNextPage ? (
        <div className={shared.foot}>
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Older events
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

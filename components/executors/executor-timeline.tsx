"use client";

import { Alert, Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastFailure } from "@/components/ui/toast";
import type { TimelineItem } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/untyped";
import classes from "./executor-timeline.module.css";
import shared from "./executors.module.css";
import { useAnswer } from "./use-executor";

type Page = { items: TimelineItem[]; nextCursor: string | null };

const tones: Record<string, string> = {
  "presence.online": "good",
  "presence.offline": "bad",
  "presence.late": "warn",
  "presence.flapping": "warn",
  revoked: "bad",
};

/** Events of an executor, the newest first. */
export default function ExecutorTimeline({ executorId, changes }: { executorId: string; changes: number }) {
  const path = `/executors/${executorId}/timeline`;
  const { data, problem } = useAnswer<Page>(`${path}?limit=50`, changes);
  const [older, setOlder] = useState<Page | null>(null);
  if (problem) return <Alert color="red">{problem}</Alert>;
  if (!data) return <Skeleton height={240} radius={10} />;
  const next = older ? older.nextCursor : data.nextCursor;
  async function more() {
    try {
      const page = await api<Page>("GET", `${path}?limit=50&cursor=${next}`);
      setOlder({ items: [...(older?.items ?? []), ...page.items], nextCursor: page.nextCursor });
    } catch (error) {
      toastFailure(error);
    }
  }
  const items = [...new Map([...data.items, ...(older?.items ?? [])].map((item) => [item.id, item])).values()];
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
      {next ? (
        <div className={shared.foot}>
          <Button variant="default" size="xs" onClick={more}>
            Older events
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

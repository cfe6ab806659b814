"use client";

import { Alert, Button, Progress } from "@mantine/core";
import lists from "@/components/account/lists.module.css";
import { saveFile } from "@/components/executors/credentials/save-file";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import type { BatchView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";
import classes from "./batch-list.module.css";

/** The person's batches, with the progress and the single download of each. */
export function BatchList({ batches, onDone }: { batches: BatchView[]; onDone: () => void }) {
  return (
    <Card title="Batches" flush>
      {batches.length === 0 ? <EmptyState title="No batches yet." /> : null}
      <ul className={lists.list}>
        {batches.map((batch) => (
          <BatchItem key={batch.id} batch={batch} onDone={onDone} />
        ))}
      </ul>
    </Card>
  );
}

function BatchItem({ batch, onDone }: { batch: BatchView; onDone: () => void }) {
  const isOpen = batch.state === "queued" || batch.state === "running";
  // Secrets that were not downloaded within a day are deleted; the state of the batch shows it.
  const canTake = batch.state === "done" && batch.downloadedAt === null && batch.error === null;
  const download = useAction(() => api("POST", "/executors/batch/[id]/download", { params: { id: batch.id } }), {
    done: "Keys and secrets are in executors.csv. They are not shown again.",
    onDone: (csv) => {
      saveFile(String(csv), "executors.csv", "text/csv;charset=utf-8");
      onDone();
    },
    onFailed: onDone,
  });
  return (
    <li className={lists.item}>
      <div className={`${lists.main} ${classes.main}`}>
        <span className={lists.name}>
          {batch.total} {batch.total === 1 ? "executor" : "executors"}, <RelativeTime at={batch.createdAt} />
        </span>
        <span className={lists.hint}>
          <StatusPill status={batch.state} />
          {isOpen ? ` ${batch.made} of ${batch.total} created` : ""}
          {batch.downloadedAt ? "; the secrets were downloaded" : ""}
        </span>
        {isOpen ? (
          <Progress
            value={(100 * batch.made) / Math.max(1, batch.total)}
            mt={6}
            aria-label={`${batch.made} of ${batch.total} created`}
          />
        ) : null}
        {batch.error ? (
          <Alert color={batch.state === "failed" ? "red" : "yellow"} p="xs" mt={6}>
            {batch.error}
          </Alert>
        ) : null}
      </div>
      {canTake ? (
        <Button size="xs" loading={download.isPending} onClick={() => download.mutate()}>
          Download keys and secrets
        </Button>
      ) : null}
    </li>
  );
}

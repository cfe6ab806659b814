"use client";

import { Alert, Button, Progress } from "@mantine/core";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("executors.batches");
  return (
    <Card title={t("batches")} flush>
      {batches.length === 0 ? <EmptyState title={t("noBatchesYet")} /> : null}
      <ul className={lists.list}>
        {batches.map((batch) => (
          <BatchItem key={batch.id} batch={batch} onDone={onDone} />
        ))}
      </ul>
    </Card>
  );
}

function BatchItem({ batch, onDone }: { batch: BatchView; onDone: () => void }) {
  const t = useTranslations("executors.batches");
  const isOpen = batch.state === "queued" || batch.state === "running";
  // Secrets that were not downloaded within a day are deleted; the state of the batch shows it.
  const canTake = batch.state === "done" && batch.downloadedAt === null && batch.error === null;
  const download = useAction(() => api("POST", "/executors/batch/[id]/download", { params: { id: batch.id } }), {
    done: t("keysAndSecretsAre"),
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
          {t.rich("executorExecutors", { total: batch.total, time: () => <RelativeTime at={batch.createdAt} /> })}
        </span>
        <span className={lists.hint}>
          <StatusPill status={batch.state} />
          {t("ofCreatedTheSecrets", {
            isOpen: String(isOpen),
            made: batch.made,
            total: batch.total,
            downloadedAt: String(Boolean(batch.downloadedAt)),
          })}
        </span>
        {isOpen ? (
          <Progress
            value={(100 * batch.made) / Math.max(1, batch.total)}
            mt={6}
            aria-label={t("ofCreated", { made: batch.made, total: batch.total })}
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
          {t("downloadKeysAndSecrets")}
        </Button>
      ) : null}
    </li>
  );
}

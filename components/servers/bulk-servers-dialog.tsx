"use client";

import { Alert, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { useIdempotencyKey } from "@/components/ui/form/use-idempotency-key";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import type { BulkServersAnswer, BulkServersBody } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";

type Texts = ReturnType<typeof useTranslations<"servers">>;

type Action = BulkServersBody["action"];
type Result = BulkServersAnswer["results"][number];
type Props = { ids: string[]; action: Action; onDone: () => void; onClose: () => void };

const labels = (t: Texts): Record<Action, string> => ({
  start: t("start"),
  stop: t("stop"),
  restart: t("restart"),
  delete: t("delete"),
});

const columns = (t: Texts): Column<Result>[] => [
  { title: t("server"), isRowHeader: true, cell: ({ name }) => name || t("notFound") },
  { title: t("whatHappens"), cell: ({ ok, message }) => (ok ? message : t("nothing", { message })) },
];

/** What an action would do to each of the chosen servers; then it is done. A deletion is confirmed by the number. */
export default function BulkServersDialog({ ids, action, onDone, onClose }: Props) {
  const t = useTranslations("servers");
  const withKey = useIdempotencyKey();
  const preview = useQuery({
    queryKey: ["servers", "bulk", action, ids],
    queryFn: ({ signal }) => api("POST", "/servers/bulk", { body: { ids, action, dryRun: true }, signal }),
    gcTime: 0,
  });
  const affected = preview.data?.affected ?? 0;
  const act = async () => {
    const body = { ids, action };
    const answer = await withKey(body, (sent, headers) => api("POST", "/servers/bulk", { body: sent, headers }));
    toastDone(
      t("ofServers", { action: labels(t)[action], affected: answer.affected, resultsCount: answer.results.length }),
    );
  };
  return (
    <ConfirmDialog
      title={t("actOnServers", { action })}
      label={t("actServers", { action, affected })}
      size="lg"
      isImpossible={affected === 0}
      isHarmless={action !== "delete"}
      {...(action === "delete" && affected > 0 ? { typed: String(affected) } : {})}
      onConfirm={act}
      onDone={onDone}
      onClose={onClose}
    >
      <Stack gap="sm">
        {preview.error ? <Alert color="red">{explain(preview.error)}</Alert> : null}
        {preview.isPending ? <Skeleton height={120} /> : null}
        {preview.data ? (
          <>
            <p role="status">{t("ofWillChange", { affected, resultsCount: preview.data.results.length })}</p>
            <DataTable label={t("preview")} columns={columns(t)} rows={preview.data.results} idOf={({ id }) => id} />
          </>
        ) : null}
      </Stack>
    </ConfirmDialog>
  );
}

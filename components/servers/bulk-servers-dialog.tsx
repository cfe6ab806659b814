"use client";

import { Alert, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { useIdempotencyKey } from "@/components/ui/form/use-idempotency-key";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import type { BulkServersAnswer, BulkServersBody } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";

type Action = BulkServersBody["action"];
type Result = BulkServersAnswer["results"][number];
type Props = { ids: string[]; action: Action; onDone: () => void; onClose: () => void };

const labels: Record<Action, string> = { start: "Start", stop: "Stop", restart: "Restart", delete: "Delete" };

const columns: Column<Result>[] = [
  { title: "Server", isRowHeader: true, cell: ({ name }) => name || "not found" },
  { title: "What happens", cell: ({ ok, message }) => (ok ? message : `Nothing. ${message}`) },
];

/** What an action would do to each of the chosen servers; then it is done. A deletion is confirmed by the number. */
export default function BulkServersDialog({ ids, action, onDone, onClose }: Props) {
  const withKey = useIdempotencyKey();
  const preview = useQuery({
    queryKey: ["servers", "bulk", action, ids],
    queryFn: ({ signal }) => api("POST", "/servers/bulk", { body: { ids, action, dryRun: true }, signal }),
    gcTime: 0,
  });
  const affected = preview.data?.affected ?? 0;
  const servers = affected === 1 ? "1 server" : `${affected} servers`;
  const act = async () => {
    const body = { ids, action };
    const answer = await withKey(body, (sent, headers) => api("POST", "/servers/bulk", { body: sent, headers }));
    toastDone(`${labels[action]}: ${answer.affected} of ${answer.results.length} servers.`);
  };
  return (
    <ConfirmDialog
      title={`${labels[action]} servers`}
      label={`${labels[action]} ${servers}`}
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
            <p role="status">
              {servers} of {preview.data.results.length} will change.
            </p>
            <DataTable label="Preview" columns={columns} rows={preview.data.results} idOf={({ id }) => id} />
          </>
        ) : null}
      </Stack>
    </ConfirmDialog>
  );
}

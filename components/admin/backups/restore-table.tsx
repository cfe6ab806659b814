"use client";

import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { RestoreReport, RestoreView } from "@/lib/backups/restore/contract";
import { formatDuration } from "@/lib/core/units";
import { api } from "@/lib/http/client/api";

/** Restores and drills with their reports; nothing as long as there was none. */
export function RestoreTable({ restores }: { restores: RestoreView[] }) {
  const [isGoingBack, setGoingBack] = useState(false);
  if (restores.length === 0) return null;
  const newest = restores.find(({ goBackUntil }) => goBackUntil !== null);
  return (
    <Card title="Restores and drills" flush>
      <DataTable
        label="Restores and drills"
        rows={restores}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: "Requested", isRowHeader: true, cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
          { title: "Kind", cell: ({ kind }) => kind },
          { title: "State", cell: ({ state }) => <StatusPill status={state} /> },
          { title: "Report", cell: (restore) => <Report restore={restore} /> },
          {
            title: "Action",
            cell: ({ id }) =>
              id === newest?.id ? (
                <Button size="compact-sm" variant="default" onClick={() => setGoingBack(true)}>
                  Go back
                </Button>
              ) : null,
          },
        ]}
      />
      {isGoingBack && newest ? <GoBackDialog restore={newest} onClose={() => setGoingBack(false)} /> : null}
    </Card>
  );
}

function Report({ restore: { report, error, phase } }: { restore: RestoreView }) {
  if (error) return error;
  if (!report) return phase ?? "–";
  return (
    <Stack gap={2}>
      <Text size="sm">
        {report.rows.toLocaleString("en")} rows of {report.tables} tables, equal to the backup, in{" "}
        {formatDuration(report.loadMs)}.
        {report.migrated.length > 0 ? ` ${report.migrated.length} migrations from version ${report.panelVersion}.` : ""}
      </Text>
      <Names text="Made after the backup, their containers stay" items={report.unknownNow} />
      <Names text="Deleted after the backup, their containers may be gone" items={report.knownAgain} />
    </Stack>
  );
}

function Names({ text, items }: { text: string; items: RestoreReport["unknownNow"] }) {
  if (items.length === 0) return null;
  return (
    <Text size="sm">
      {text}: {items.map(({ name }) => name).join(", ")}.
    </Text>
  );
}

function GoBackDialog({ restore, onClose }: { restore: RestoreView; onClose: () => void }) {
  const refresh = useRefresh();
  const onDone = () => {
    toastDone("The database from before is back. Sign in again.");
    refresh();
  };
  return (
    <ConfirmDialog
      title="Go back to the database from before"
      label="Go back"
      onConfirm={() => api("POST", "/admin/backups/go-back", {})}
      onDone={onDone}
      onClose={onClose}
    >
      <Text>
        The state from before the restore returns. What was changed since the restore is not in it; the present database
        is kept for 24 hours, so that you can exchange both again.
      </Text>
      {restore.goBackUntil ? (
        <Text>
          Possible until <RelativeTime at={restore.goBackUntil} />.
        </Text>
      ) : null}
    </ConfirmDialog>
  );
}

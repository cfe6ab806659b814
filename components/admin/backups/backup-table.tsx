"use client";

import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { BackupView } from "@/lib/backups/contract";
import { formatBytes, formatDuration } from "@/lib/core/units";
import { api } from "@/lib/http/client/api";

type Asked = { what: "restore" | "delete"; backup: BackupView };
const origins = { manual: "by hand", daily: "daily", weekly: "weekly", before_restore: "before a restore" };
const hasFile = ({ state }: BackupView) => state === "written" || state === "verified";
const isRunning = ({ state }: BackupView) => state === "requested" || state === "running" || state === "verifying";

/** All backups, also those that failed and those whose file was deleted. */
export function BackupTable({ backups }: { backups: { items: BackupView[]; nextCursor: string | null } }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Card title="History" flush>
      <DataTable
        label="Backups"
        rows={backups.items}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: "Made", isRowHeader: true, cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
          { title: "State", cell: (backup) => <State backup={backup} /> },
          { title: "Reason", cell: ({ origin }) => origins[origin], from: "desktop" },
          { title: "Rows", cell: ({ rows }) => rows?.toLocaleString("en") ?? "–" },
          { title: "Size", cell: ({ bytes }) => (bytes === null ? "–" : formatBytes(bytes)) },
          { title: "Place", cell: ({ target }) => target.name, from: "desktop" },
          { title: "Took", cell: tookOf, from: "desktop" },
          { title: "Actions", cell: (backup) => <Actions backup={backup} onAsk={setAsked} /> },
        ]}
        next={backups.nextCursor ? { label: "Older backups", href: `?cursor=${backups.nextCursor}` } : null}
        empty={<EmptyState title="No backups yet.">Make one now, or switch on a schedule below.</EmptyState>}
      />
      {asked?.what === "restore" ? <RestoreDialog backup={asked.backup} onClose={() => setAsked(null)} /> : null}
      {asked?.what === "delete" ? <DeleteDialog backup={asked.backup} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}

function tookOf({ writeMs, verifyMs }: BackupView): string {
  if (writeMs === null) return "–";
  return verifyMs === null ? formatDuration(writeMs) : `${formatDuration(writeMs)} + ${formatDuration(verifyMs)}`;
}

function State({ backup: { state, phase, progress, error } }: { backup: BackupView }) {
  return (
    <Stack gap={4} align="flex-start">
      <StatusPill status={state} />
      {progress === null ? null : (
        <Progress value={progress} w={120} aria-label={`${phase ?? state}: ${progress} percent`} />
      )}
      {error ? (
        <Text size="sm" c="dimmed">
          {error}
        </Text>
      ) : null}
    </Stack>
  );
}

function Actions({ backup, onAsk }: { backup: BackupView; onAsk: (asked: Asked) => void }) {
  const { id, fileName } = backup;
  const verify = useAction(() => api("POST", "/admin/backups/[id]/verify", { params: { id } }), { refresh: true });
  const cancel = useAction(() => api("POST", "/admin/backups/[id]/cancel", { params: { id } }), { refresh: true });
  const drill = useAction(() => api("POST", "/admin/backups/[id]/drill", { params: { id } }), {
    done: "The drill begins within seconds.",
    refresh: true,
  });
  const small = { size: "compact-sm", variant: "default" } as const;
  if (isRunning(backup)) {
    return (
      <Button {...small} aria-label={`Cancel ${fileName}`} onClick={() => cancel.mutate()} loading={cancel.isPending}>
        Cancel
      </Button>
    );
  }
  if (!hasFile(backup)) return null;
  return (
    <Group gap="xs">
      <Button {...small} aria-label={`Verify ${fileName}`} onClick={() => verify.mutate()} loading={verify.isPending}>
        Verify
      </Button>
      <Button {...small} aria-label={`Drill ${fileName}`} onClick={() => drill.mutate()} loading={drill.isPending}>
        Drill
      </Button>
      <Button
        {...small}
        aria-label={`Download ${fileName}`}
        component="a"
        href={`/api/admin/backups/${id}/download`}
        download
      >
        Download
      </Button>
      <Button {...small} aria-label={`Restore ${fileName}`} onClick={() => onAsk({ what: "restore", backup })}>
        Restore
      </Button>
      <Button {...small} aria-label={`Delete ${fileName}`} onClick={() => onAsk({ what: "delete", backup })}>
        Delete
      </Button>
    </Group>
  );
}

type DialogProps = { backup: BackupView; onClose: () => void };

function RestoreDialog({ backup: { id, createdAt, state }, onClose }: DialogProps) {
  const refresh = useRefresh();
  const onDone = () => {
    toastDone("The restore begins within seconds. Everybody has to sign in again after it.");
    refresh();
  };
  return (
    <ConfirmDialog
      title="Restore the panel"
      label="Restore"
      typed="RESTORE"
      onConfirm={() => api("POST", "/admin/backups/[id]/restore", { params: { id }, body: { confirm: "RESTORE" } })}
      onDone={onDone}
      onClose={onClose}
    >
      <Text>
        Everything in the panel goes back to <RelativeTime at={createdAt} />: accounts, passwords, servers, settings,
        the audit log. What was changed since is not in it.
      </Text>
      <Text>
        A backup of the present state is made first, and the present database is kept for 24 hours. The panel does not
        answer for some seconds, and all sessions end.
      </Text>
      {state === "verified" ? null : <Text fw={600}>This backup is not verified.</Text>}
    </ConfirmDialog>
  );
}

function DeleteDialog({ backup: { id, fileName }, onClose }: DialogProps) {
  const refresh = useRefresh();
  return (
    <ConfirmDialog
      title="Delete the backup"
      label="Delete"
      onConfirm={() => api("DELETE", "/admin/backups/[id]", { params: { id } })}
      onDone={refresh}
      onClose={onClose}
    >
      <Text>The file {fileName} is deleted. This cannot be undone.</Text>
    </ConfirmDialog>
  );
}

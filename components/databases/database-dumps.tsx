"use client";

import { Button, FileButton, Group, Stack } from "@mantine/core";
import { IconDatabaseExport, IconDownload, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import type { DatabaseView } from "@/lib/hosted-services/databases/contract";
import type { DumpView } from "@/lib/hosted-services/databases/dumps/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { formatSize } from "./format-size";

type Props = {
  view: DatabaseView;
  client: string;
  events: HostedEventView[];
  canDownload: boolean;
  onDone: () => void;
};

/** Dumps of the database: to take one away, and to put one in. */
export default function DatabaseDumps({ view, client, events, canDownload, onDone }: Props) {
  const { id, status } = view;
  const params = { id };
  const dumps = useQuery({
    // A run that ends may have written one.
    queryKey: ["dumps", id, events.at(-1)?.sequence],
    queryFn: ({ signal }) => api("GET", "/provisioning/databases/[id]/dumps", { params, signal }),
    placeholderData: (previous) => previous,
  });
  const done = () => {
    void dumps.refetch();
    onDone();
  };
  const dump = useAction(() => api("POST", "/provisioning/databases/[id]/dump", { params }), {
    done: "The dump is being written.",
    onDone: done,
  });
  const upload = useAction((file: File) => api("POST", "/provisioning/databases/[id]/dumps", { params, file }), {
    done: "Uploaded. Restore it to replace the content of the database.",
    onDone: done,
  });
  const isOpen = status === "active" || status === "suspended";
  if (dumps.error) return <ProblemAlert problem={explain(dumps.error)} />;
  return (
    <Card title="Dumps">
      <Stack>
        <Lead client={client} />
        <Group gap="xs">
          <Button
            leftSection={<IconDatabaseExport size={16} />}
            disabled={!isOpen}
            loading={dump.isPending}
            onClick={() => dump.mutate()}
          >
            Dump now
          </Button>
          <FileButton
            onChange={(file) => file && upload.mutate(file)}
            accept=".sql,.gz,application/sql,application/gzip"
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<IconUpload size={16} />}
                disabled={!isOpen}
                loading={upload.isPending}
              >
                Upload a dump
              </Button>
            )}
          </FileButton>
        </Group>
        <DumpTable items={dumps.data?.items ?? []} {...{ view, canDownload }} onDone={done} />
      </Stack>
    </Card>
  );
}

const Lead = ({ client }: { client: string }) => (
  <p style={{ margin: 0, fontSize: 14 }}>
    A dump has everything in the database, as SQL that {client} reads. A dump of another server can be uploaded, as SQL
    too.
  </p>
);

const origins: Record<DumpView["origin"], string> = {
  request: "Taken here",
  upload: "Uploaded",
  deletion: "Before a deletion",
};

type TableProps = Omit<Props, "events" | "client"> & { items: DumpView[] };

function DumpTable({ view, items, canDownload, onDone }: TableProps) {
  const [asked, setAsked] = useState<{ dump: DumpView; what: "restore" | "delete" } | null>(null);
  const columns: Column<DumpView>[] = [
    { title: "Taken", isRowHeader: true, cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      title: "State",
      cell: ({ status, failure }) => (failure ? `failed: ${failure}` : <StatusPill status={status} />),
    },
    { title: "Size", cell: ({ sizeBytes }) => (sizeBytes === null ? "" : formatSize(sizeBytes)) },
    { title: "Origin", from: "desktop", cell: ({ origin }) => origins[origin] },
    { title: "Kept until", from: "desktop", cell: ({ expiresAt }) => <RelativeTime at={expiresAt} /> },
    {
      title: "Actions",
      cell: (dump) => (
        <Group gap={6} wrap="nowrap">
          {dump.status === "ready" ? (
            <>
              {canDownload ? <Download databaseId={view.id} dump={dump} /> : null}
              <Button
                size="compact-sm"
                variant="default"
                disabled={view.status !== "active"}
                onClick={() => setAsked({ dump, what: "restore" })}
              >
                Restore
              </Button>
            </>
          ) : null}
          <Button size="compact-sm" variant="default" onClick={() => setAsked({ dump, what: "delete" })}>
            Delete
          </Button>
        </Group>
      ),
    },
  ];
  return (
    <>
      <DataTable
        label="Dumps"
        columns={columns}
        rows={items}
        idOf={({ id }) => id}
        empty={<EmptyState title="No dumps yet.">A dump is kept for 30 days, an uploaded one for 7.</EmptyState>}
      />
      {asked?.what === "restore" ? (
        <RestoreDialog view={view} dump={asked.dump} onDone={onDone} onClose={() => setAsked(null)} />
      ) : null}
      {asked?.what === "delete" ? (
        <DeleteDialog view={view} dump={asked.dump} onDone={onDone} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

function Download({ databaseId, dump }: { databaseId: string; dump: DumpView }) {
  return (
    <Button
      component="a"
      href={`/api/provisioning/databases/${databaseId}/dumps/${dump.id}`}
      download
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} />}
    >
      Download
    </Button>
  );
}

type DialogProps = { view: DatabaseView; dump: DumpView; onDone: () => void; onClose: () => void };

function RestoreDialog({ view, dump, onDone, onClose }: DialogProps) {
  return (
    <ConfirmDialog
      title="Restore the dump"
      label="Restore"
      typed={view.name}
      onConfirm={async () => {
        const body = { dumpId: dump.id };
        await api("POST", "/provisioning/databases/[id]/restore", { params: { id: view.id }, body });
        toastDone("The database is being restored.");
        onDone();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        Everything in the database is replaced by the content of the dump, and its sessions end. If the restore fails,
        everything stays as it is.
      </p>
    </ConfirmDialog>
  );
}

function DeleteDialog({ view, dump, onDone, onClose }: DialogProps) {
  return (
    <ConfirmDialog
      title="Delete the dump"
      label="Delete"
      onConfirm={async () => {
        await api("DELETE", "/provisioning/databases/[id]/dumps/[dumpId]", {
          params: { id: view.id, dumpId: dump.id },
        });
        onDone();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>The file is deleted. The database stays as it is.</p>
    </ConfirmDialog>
  );
}

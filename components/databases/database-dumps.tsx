"use client";

import { Button, FileButton, Group, Stack } from "@mantine/core";
import { IconDatabaseExport, IconDownload, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
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

type Texts = ReturnType<typeof useTranslations<"databases">>;

type Props = {
  view: DatabaseView;
  client: string;
  events: HostedEventView[];
  canDownload: boolean;
  onDone: () => void;
};

/** Dumps of the database: to take one away, and to put one in. */
export default function DatabaseDumps({ view, client, events, canDownload, onDone }: Props) {
  const t = useTranslations("databases");
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
    done: t("theDumpIsBeing"),
    onDone: done,
  });
  const upload = useAction((file: File) => api("POST", "/provisioning/databases/[id]/dumps", { params, file }), {
    done: t("uploadedRestoreItTo"),
    onDone: done,
  });
  const isOpen = status === "active" || status === "suspended";
  if (dumps.error) return <ProblemAlert problem={explain(dumps.error)} />;
  return (
    <Card title={t("dumps")}>
      <Stack>
        <Lead client={client} />
        <Group gap="xs">
          <Button
            leftSection={<IconDatabaseExport size={16} />}
            disabled={!isOpen}
            loading={dump.isPending}
            onClick={() => dump.mutate()}
          >
            {t("dumpNow")}
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
                {t("uploadADump")}
              </Button>
            )}
          </FileButton>
        </Group>
        <DumpTable items={dumps.data?.items ?? []} {...{ view, canDownload }} onDone={done} />
      </Stack>
    </Card>
  );
}

const Lead = ({ client }: { client: string }) => {
  const t = useTranslations("databases");
  return <p style={{ margin: 0, fontSize: 14 }}>{t("aDumpHasEverything", { client })}</p>;
};

const origins = (t: Texts): Record<DumpView["origin"], string> => ({
  request: t("takenHere"),
  upload: t("uploaded"),
  deletion: t("beforeADeletion"),
});

type TableProps = Omit<Props, "events" | "client"> & { items: DumpView[] };

function DumpTable({ view, items, canDownload, onDone }: TableProps) {
  const t = useTranslations("databases");
  const [asked, setAsked] = useState<{ dump: DumpView; what: "restore" | "delete" } | null>(null);
  const columns: Column<DumpView>[] = [
    { title: t("taken"), isRowHeader: true, cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      title: t("state"),
      cell: ({ status, failure }) => (failure ? t("failed", { failure }) : <StatusPill status={status} />),
    },
    { title: t("size"), cell: ({ sizeBytes }) => (sizeBytes === null ? "" : formatSize(sizeBytes)) },
    { title: t("origin"), from: "desktop", cell: ({ origin }) => origins(t)[origin] },
    { title: t("keptUntil"), from: "desktop", cell: ({ expiresAt }) => <RelativeTime at={expiresAt} /> },
    {
      title: t("actions"),
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
                {t("restore")}
              </Button>
            </>
          ) : null}
          <Button size="compact-sm" variant="default" onClick={() => setAsked({ dump, what: "delete" })}>
            {t("delete")}
          </Button>
        </Group>
      ),
    },
  ];
  return (
    <>
      <DataTable
        label={t("dumps")}
        columns={columns}
        rows={items}
        idOf={({ id }) => id}
        empty={<EmptyState title={t("noDumpsYet")}>{t("aDumpIsKept")}</EmptyState>}
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
  const t = useTranslations("databases");
  return (
    <Button
      component="a"
      href={`/api/provisioning/databases/${databaseId}/dumps/${dump.id}`}
      download
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} />}
    >
      {t("download")}
    </Button>
  );
}

type DialogProps = { view: DatabaseView; dump: DumpView; onDone: () => void; onClose: () => void };

function RestoreDialog({ view, dump, onDone, onClose }: DialogProps) {
  const t = useTranslations("databases");
  return (
    <ConfirmDialog
      title={t("restoreTheDump")}
      label={t("restore")}
      typed={view.name}
      onConfirm={async () => {
        const body = { dumpId: dump.id };
        await api("POST", "/provisioning/databases/[id]/restore", { params: { id: view.id }, body });
        toastDone(t("theDatabaseIsBeing"));
        onDone();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{t("everythingInTheDatabase")}</p>
    </ConfirmDialog>
  );
}

function DeleteDialog({ view, dump, onDone, onClose }: DialogProps) {
  const t = useTranslations("databases");
  return (
    <ConfirmDialog
      title={t("deleteTheDump")}
      label={t("delete")}
      onConfirm={async () => {
        await api("DELETE", "/provisioning/databases/[id]/dumps/[dumpId]", {
          params: { id: view.id, dumpId: dump.id },
        });
        onDone();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{t("theFileIsDeleted")}</p>
    </ConfirmDialog>
  );
}

"use client";

import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { Card } from "@/components/ui/page-frame";
import { DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { TargetView } from "@/lib/backups/targets/contract";
import { api } from "@/lib/http/client/api";
import { AddBucket } from "./add-bucket";
import { AddFolder } from "./add-folder";

const kinds: Record<string, string> = { local: "folder", s3: "bucket" };

/** Places of backups. */
export function TargetList({ targets, usedId }: { targets: TargetView[]; usedId: string }) {
  const [added, setAdded] = useState<"local" | "s3" | null>(null);
  return (
    <Card title="Places" flush>
      <DataTable
        label="Places of backups"
        rows={targets}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: "Name", isRowHeader: true, cell: ({ name }) => name },
          { title: "Kind", cell: ({ kind }) => kinds[kind] ?? kind },
          { title: "Where", cell: whereOf },
          { title: "Actions", cell: (target) => <Actions target={target} isUsed={target.id === usedId} /> },
        ]}
      />
      <Group gap="sm" p="md">
        <Button variant="default" onClick={() => setAdded("s3")}>
          Add a bucket (S3)
        </Button>
        <Button variant="default" onClick={() => setAdded("local")}>
          Add a folder
        </Button>
      </Group>
      {added === "s3" ? <AddBucket onClose={() => setAdded(null)} /> : null}
      {added === "local" ? <AddFolder onClose={() => setAdded(null)} /> : null}
    </Card>
  );
}

function whereOf({ kind, settings }: TargetView): string {
  const { folder, endpoint, bucket, prefix } = settings;
  if (kind === "local") return typeof folder === "string" ? folder : "backups in DATA_DIR";
  return [endpoint, bucket, prefix].filter(Boolean).join(" · ");
}

function Actions({ target: { id, name }, isUsed }: { target: TargetView; isUsed: boolean }) {
  const test = useAction(() => api("POST", "/admin/backups/targets/[id]/test", { params: { id } }), {
    done: "It works: a file was written, read and deleted.",
  });
  const remove = useAction(() => api("DELETE", "/admin/backups/targets/[id]", { params: { id } }), { refresh: true });
  const small = { size: "compact-sm", variant: "default" } as const;
  return (
    <Group gap="xs">
      <Button {...small} onClick={() => test.mutate()} loading={test.isPending} aria-label={`Test ${name}`}>
        Test
      </Button>
      {isUsed ? null : (
        <Button {...small} onClick={() => remove.mutate()} loading={remove.isPending} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      )}
    </Group>
  );
}

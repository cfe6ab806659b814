"use client";

import { Button, Group } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { CreatedDatabaseView } from "@/lib/hosted-services/databases/contract";
import type { DeletedDatabaseView } from "@/lib/hosted-services/databases/dumps/contract";
import { api } from "@/lib/http/client/api";
import { formatSize } from "./format-size";

type Props = { items: DeletedDatabaseView[]; canRestore: boolean };

/** Databases whose last dump is kept, to bring them back. */
export function DeletedDatabases({ items, canRestore }: Props) {
  const t = useTranslations("databases");
  const router = useRouter();
  const [back, setBack] = useState<CreatedDatabaseView | null>(null);
  const restore = useAction(
    (id: string) => api("POST", "/provisioning/deleted-databases/[id]/restore", { params: { id } }),
    { onDone: setBack },
  );
  const columns: (Column<DeletedDatabaseView> | null)[] = [
    { title: t("name"), isRowHeader: true, cell: ({ name }) => name },
    { title: t("lastDump"), cell: ({ sizeBytes }) => (sizeBytes === null ? "" : formatSize(sizeBytes)) },
    { title: t("deleted"), from: "tablet", cell: ({ deletedAt }) => <RelativeTime at={deletedAt} /> },
    { title: t("keptUntil"), from: "tablet", cell: ({ expiresAt }) => <RelativeTime at={expiresAt} /> },
    canRestore
      ? {
          title: t("actions"),
          cell: ({ id, name }) => (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t("bringBack2", { name })}
              loading={restore.isPending && restore.variables === id}
              onClick={() => restore.mutate(id)}
            >
              {t("bringBack")}
            </Button>
          ),
        }
      : null,
  ];
  return (
    <Card title={t("deleted")} flush>
      <DataTable label={t("deletedDatabases")} columns={columns} rows={items} idOf={({ id }) => id} />
      {back ? (
        <OnceDialog title={t("isComingBack", { name: back.name })} onClose={() => router.push(`/databases/${back.id}`)}>
          <p style={{ margin: 0, fontSize: 14 }}>{t("itHasItsOld")}</p>
          <Group>
            <CopyField label="URL" value={back.url} />
          </Group>
        </OnceDialog>
      ) : null}
    </Card>
  );
}

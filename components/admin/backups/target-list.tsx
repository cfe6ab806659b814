"use client";

import { Button, Group } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/page-frame";
import { DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { TargetView } from "@/lib/backups/targets/contract";
import { api } from "@/lib/http/client/api";
import { AddBucket } from "./add-bucket";
import { AddFolder } from "./add-folder";

type Texts = ReturnType<typeof useTranslations<"admin.backups">>;

const kinds: Record<string, string> = { local: "folder", s3: "bucket" };

/** Places of backups. */
export function TargetList({ targets, usedId }: { targets: TargetView[]; usedId: string }) {
  const t = useTranslations("admin.backups");
  const [added, setAdded] = useState<"local" | "s3" | null>(null);
  return (
    <Card title={t("places")} flush>
      <DataTable
        label={t("placesOfBackups")}
        rows={targets}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: t("name"), isRowHeader: true, cell: ({ name }) => name },
          { title: t("kind"), cell: ({ kind }) => kinds[kind] ?? kind },
          { title: t("where"), cell: (item) => whereOf(t, item) },
          { title: t("actions"), cell: (target) => <Actions target={target} isUsed={target.id === usedId} /> },
        ]}
      />
      <Group gap="sm" p="md">
        <Button variant="default" onClick={() => setAdded("s3")}>
          {t("addABucketS3")}
        </Button>
        <Button variant="default" onClick={() => setAdded("local")}>
          {t("addAFolder")}
        </Button>
      </Group>
      {added === "s3" ? <AddBucket onClose={() => setAdded(null)} /> : null}
      {added === "local" ? <AddFolder onClose={() => setAdded(null)} /> : null}
    </Card>
  );
}

function whereOf(t: Texts, { kind, settings }: TargetView): string {
  const { folder, endpoint, bucket, prefix } = settings;
  if (kind === "local") return typeof folder === "string" ? folder : t("backupsInDataDir");
  return [endpoint, bucket, prefix].filter(Boolean).join(" · ");
}

function Actions({ target: { id, name }, isUsed }: { target: TargetView; isUsed: boolean }) {
  const t = useTranslations("admin.backups");
  const test = useAction(() => api("POST", "/admin/backups/targets/[id]/test", { params: { id } }), {
    done: t("itWorksAFile"),
  });
  const remove = useAction(() => api("DELETE", "/admin/backups/targets/[id]", { params: { id } }), { refresh: true });
  const small = { size: "compact-sm", variant: "default" } as const;
  return (
    <Group gap="xs">
      <Button {...small} onClick={() => test.mutate()} loading={test.isPending} aria-label={t("test2", { name })}>
        {t("test")}
      </Button>
      {isUsed ? null : (
        <Button
          {...small}
          onClick={() => remove.mutate()}
          loading={remove.isPending}
          aria-label={t("remove2", { name })}
        >
          {t("remove")}
        </Button>
      )}
    </Group>
  );
}

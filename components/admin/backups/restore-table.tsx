"use client";

import { Button, Stack, Text } from "@mantine/core";
import { useLocale, useTranslations } from "next-intl";
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
  const t = useTranslations("admin.backups");
  const [isGoingBack, setGoingBack] = useState(false);
  if (restores.length === 0) return null;
  const newest = restores.find(({ goBackUntil }) => goBackUntil !== null);
  return (
    <Card title={t("restoresAndDrills")} flush>
      <DataTable
        label={t("restoresAndDrills")}
        rows={restores}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: t("requested"), isRowHeader: true, cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
          { title: t("kind"), cell: ({ kind }) => kind },
          { title: t("state"), cell: ({ state }) => <StatusPill status={state} /> },
          { title: t("report"), cell: (restore) => <Report restore={restore} /> },
          {
            title: t("action"),
            cell: ({ id }) =>
              id === newest?.id ? (
                <Button size="compact-sm" variant="default" onClick={() => setGoingBack(true)}>
                  {t("goBack")}
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
  const t = useTranslations("admin.backups");
  const locale = useLocale();
  if (error) return error;
  if (!report) return phase ?? "–";
  return (
    <Stack gap={2}>
      <Text size="sm">
        {t("rowsOfTablesEqual", {
          rows: report.rows.toLocaleString(locale),
          tables: report.tables,
          loadMs: formatDuration(report.loadMs, locale),
          case: String(report.migrated.length > 0),
          migratedCount: report.migrated.length,
          panelVersion: report.panelVersion,
        })}
      </Text>
      <Names text={t("madeAfterTheBackup")} items={report.unknownNow} />
      <Names text={t("deletedAfterTheBackup")} items={report.knownAgain} />
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
  const t = useTranslations("admin.backups");
  const refresh = useRefresh();
  const onDone = () => {
    toastDone(t("theDatabaseFromBefore"));
    refresh();
  };
  const until = restore.goBackUntil;
  return (
    <ConfirmDialog
      title={t("goBackToThe")}
      label={t("goBack")}
      onConfirm={() => api("POST", "/admin/backups/go-back", {})}
      onDone={onDone}
      onClose={onClose}
    >
      <Text>{t("theStateFromBefore")}</Text>
      {until ? <Text>{t.rich("possibleUntil", { time: () => <RelativeTime at={until} /> })}</Text> : null}
    </ConfirmDialog>
  );
}

"use client";

import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import { StatusPill } from "@/components/ui/status-pill";
import { DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { BackupView } from "@/lib/backups/contract";
import { formatBytes, formatDuration } from "@/lib/core/units";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.backups">>;

type Asked = { what: "restore" | "delete"; backup: BackupView };
const origins = (t: Texts) => ({
  manual: t("byHand"),
  daily: "daily",
  weekly: "weekly",
  before_restore: "before a restore",
});
const hasFile = ({ state }: BackupView) => state === "written" || state === "verified";
const isRunning = ({ state }: BackupView) => state === "requested" || state === "running" || state === "verifying";

/** All backups, also those that failed and those whose file was deleted. */
export function BackupTable({ backups }: { backups: { items: BackupView[]; nextCursor: string | null } }) {
  const t = useTranslations("admin.backups");
  const locale = useLocale();
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Card title={t("history")} flush>
      <DataTable
        label={t("backups")}
        rows={backups.items}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: t("made"), isRowHeader: true, cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
          { title: t("state"), cell: (backup) => <State backup={backup} /> },
          { title: t("reason"), cell: ({ origin }) => origins(t)[origin], from: "desktop" },
          { title: t("rows"), cell: ({ rows }) => rows?.toLocaleString(locale) ?? "–" },
          { title: t("size"), cell: ({ bytes }) => (bytes === null ? "–" : formatBytes(bytes, locale)) },
          { title: t("place"), cell: ({ target }) => target.name, from: "desktop" },
          { title: t("took"), cell: (item) => tookOf(locale, item), from: "desktop" },
          { title: t("actions"), cell: (backup) => <Actions backup={backup} onAsk={setAsked} /> },
        ]}
        next={backups.nextCursor ? { label: t("olderBackups"), href: `?cursor=${backups.nextCursor}` } : null}
        empty={<EmptyState title={t("noBackupsYet")}>{t("makeOneNowOr")}</EmptyState>}
      />
      {asked?.what === "restore" ? <RestoreDialog backup={asked.backup} onClose={() => setAsked(null)} /> : null}
      {asked?.what === "delete" ? <DeleteDialog backup={asked.backup} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}

function tookOf(locale: string, { writeMs, verifyMs }: BackupView): string {
  if (writeMs === null) return "–";
  return verifyMs === null
    ? formatDuration(writeMs, locale)
    : `${formatDuration(writeMs, locale)} + ${formatDuration(verifyMs, locale)}`;
}

function State({ backup: { state, phase, progress, error } }: { backup: BackupView }) {
  const t = useTranslations("admin.backups");
  const tStates = useStateTexts();
  return (
    <Stack gap={4} align="flex-start">
      <StatusPill status={state} />
      {progress === null ? null : (
        <Progress
          value={progress}
          w={120}
          aria-label={t("percent", { phase: phase ?? stateWord(tStates, state), progress })}
        />
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
  const t = useTranslations("admin.backups");
  const { id, fileName } = backup;
  const verify = useAction(() => api("POST", "/admin/backups/[id]/verify", { params: { id } }), { refresh: true });
  const cancel = useAction(() => api("POST", "/admin/backups/[id]/cancel", { params: { id } }), { refresh: true });
  const drill = useAction(() => api("POST", "/admin/backups/[id]/drill", { params: { id } }), {
    done: t("theDrillBeginsWithin"),
    refresh: true,
  });
  const small = { size: "compact-sm", variant: "default" } as const;
  if (isRunning(backup)) {
    return (
      <Button
        {...small}
        aria-label={t("cancel2", { fileName })}
        onClick={() => cancel.mutate()}
        loading={cancel.isPending}
      >
        {t("cancel")}
      </Button>
    );
  }
  if (!hasFile(backup)) return null;
  return (
    <Group gap="xs">
      <Button
        {...small}
        aria-label={t("verify2", { fileName })}
        onClick={() => verify.mutate()}
        loading={verify.isPending}
      >
        {t("verify")}
      </Button>
      <Button
        {...small}
        aria-label={t("drill2", { fileName })}
        onClick={() => drill.mutate()}
        loading={drill.isPending}
      >
        {t("drill")}
      </Button>
      <Button
        {...small}
        aria-label={t("download2", { fileName })}
        component="a"
        href={`/api/admin/backups/${id}/download`}
        download
      >
        {t("download")}
      </Button>
      <Button {...small} aria-label={t("restore2", { fileName })} onClick={() => onAsk({ what: "restore", backup })}>
        {t("restore")}
      </Button>
      <Button {...small} aria-label={t("delete2", { fileName })} onClick={() => onAsk({ what: "delete", backup })}>
        {t("delete")}
      </Button>
    </Group>
  );
}

type DialogProps = { backup: BackupView; onClose: () => void };

function RestoreDialog({ backup: { id, createdAt, state }, onClose }: DialogProps) {
  const t = useTranslations("admin.backups");
  const refresh = useRefresh();
  const onDone = () => {
    toastDone(t("theRestoreBeginsWithin"));
    refresh();
  };
  return (
    <ConfirmDialog
      title={t("restoreThePanel")}
      label={t("restore")}
      typed="RESTORE"
      onConfirm={() => api("POST", "/admin/backups/[id]/restore", { params: { id }, body: { confirm: "RESTORE" } })}
      onDone={onDone}
      onClose={onClose}
    >
      <Text>{t.rich("everythingInThePanel", { time: () => <RelativeTime at={createdAt} /> })}</Text>
      <Text>{t("aBackupOfThe")}</Text>
      {state === "verified" ? null : <Text fw={600}>{t("thisBackupIsNot")}</Text>}
    </ConfirmDialog>
  );
}

function DeleteDialog({ backup: { id, fileName }, onClose }: DialogProps) {
  const t = useTranslations("admin.backups");
  const refresh = useRefresh();
  return (
    <ConfirmDialog
      title={t("deleteTheBackup")}
      label={t("delete")}
      onConfirm={() => api("DELETE", "/admin/backups/[id]", { params: { id } })}
      onDone={refresh}
      onClose={onClose}
    >
      <Text>{t("theFileIsDeleted", { fileName })}</Text>
    </ConfirmDialog>
  );
}

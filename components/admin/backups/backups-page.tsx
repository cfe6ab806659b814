"use client";

import { Button, Group } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { BackupSettingsView, BackupView } from "@/lib/backups/contract";
import type { RestoreView } from "@/lib/backups/restore/contract";
import type { TargetView } from "@/lib/backups/targets/contract";
import { api } from "@/lib/http/client/api";
import { BackupTable } from "./backup-table";
import { KitCard } from "./kit-card";
import { RestoreTable } from "./restore-table";
import { ScheduleForm } from "./schedule-form";
import { TargetList } from "./target-list";

type Props = {
  backups: { items: BackupView[]; nextCursor: string | null };
  settings: BackupSettingsView;
  targets: TargetView[];
  restores: RestoreView[];
};

const busyMs = 2_000;
const idleMs = 15_000;
const isUnderWay = ({ state }: { state: string }) =>
  state === "requested" || state === "running" || state === "written" || state === "verifying";

/** Backups of the panel: what there is, when the next one is made, where, and the restore. */
export function BackupsPage({ backups, settings, targets, restores }: Props) {
  const t = useTranslations("admin.backups");
  const refresh = useRefresh();
  const isBusy = backups.items.some(isUnderWay) || restores.some(isUnderWay);
  useEffect(() => {
    const timer = setInterval(refresh, isBusy ? busyMs : idleMs);
    return () => clearInterval(timer);
  }, [refresh, isBusy]);
  const create = useAction(() => api("POST", "/admin/backups", { body: {} }), {
    done: t("theWorkerBeginsWithin"),
    refresh: true,
  });
  return (
    <PageFrame
      title={t("backups")}
      lead={<Lead settings={settings} />}
      actions={
        <Group gap="sm">
          <Button onClick={() => create.mutate()} loading={create.isPending}>
            {t("backUpNow")}
          </Button>
        </Group>
      }
    >
      <KitCard downloadedAt={settings.kitDownloadedAt} />
      <BackupTable backups={backups} />
      <RestoreTable restores={restores} />
      <ScheduleForm settings={settings} targets={targets} />
      <TargetList targets={targets} usedId={settings.targetId} />
    </PageFrame>
  );
}

function Lead({ settings: { nextAt } }: { settings: BackupSettingsView }) {
  const t = useTranslations("admin.backups");
  const what = t("aBackupCountsAs");
  if (nextAt === null) return <>{t("noBackupsAreScheduled", { what })}</>;
  return <>{t.rich("nextOne", { what, time: () => <RelativeTime at={nextAt} /> })}</>;
}

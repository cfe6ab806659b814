"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { RecoveryKit } from "@/lib/backups/contract";
import { api } from "@/lib/http/client/api";

/** Gives a text to the browser as a file. */
function save({ fileName, text }: RecoveryKit): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

/** Opens the page to print in a window of its own, without an address that could be sent on. */
function print({ html }: RecoveryKit): void {
  const url = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  window.open(url, "_blank", "noopener");
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The recovery kit: without its key no backup can be read, so that schedules wait for its download. */
export function KitCard({ downloadedAt }: { downloadedAt: string | null }) {
  const t = useTranslations("admin.backups");
  const fetchKit = () => api("POST", "/admin/backups/kit", {});
  const download = useAction(fetchKit, { done: t("keepTheFileWhere"), onDone: save, refresh: true });
  const show = useAction(fetchKit, { onDone: print, refresh: true });
  return (
    <Card title={t("recoveryKit")}>
      <Stack gap="sm" align="flex-start">
        <Text>
          {t("backupsAreEncryptedThe")}{" "}
          {downloadedAt === null
            ? t("itWasNotDownloaded")
            : t.rich("lastDownloaded", { time: () => <RelativeTime at={downloadedAt} /> })}
        </Text>
        <Group gap="sm">
          <Button
            variant={downloadedAt === null ? "filled" : "default"}
            onClick={() => download.mutate()}
            loading={download.isPending}
          >
            {t("downloadTheKit")}
          </Button>
          <Button variant="default" onClick={() => show.mutate()} loading={show.isPending}>
            {t("openItToPrint")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

"use client";

import { Button, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import { exportFileName } from "@/lib/platform/contract";

/** Fetches the export, which may ask for confirmation first, and saves it as a file. */
export function DataExport() {
  const t = useTranslations("account");
  const download = useAction(() => api("GET", "/account/export"), {
    done: ({ cut }) => t("yourDataWasDownloaded", { case: String(cut.length > 0) }),
    onDone: (data) => save(JSON.stringify(data, null, 2), exportFileName(data.exportedAt)),
  });
  return (
    <Stack gap="sm" maw={640}>
      <Text size="sm">{t("aJsonFileWith")}</Text>
      <Button variant="default" onClick={() => download.mutate()} loading={download.isPending} w="fit-content">
        {t("downloadMyData")}
      </Button>
    </Stack>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers read it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

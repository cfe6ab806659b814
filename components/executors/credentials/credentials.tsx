"use client";

import { Alert, Button, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { CopyField } from "@/components/ui/copy/copy-field";
import type { ExecutorView } from "@/lib/executors/contract";
import { fileNameOf, saveFile } from "./save-file";

type Texts = ReturnType<typeof useTranslations<"executors.credentials">>;

/** The settings file that the executor program reads from its folder instead of asking. Pure. */
function environmentFile(
  t: Texts,
  { name, key }: Pick<ExecutorView, "name" | "key">,
  secret: string,
  url: string,
): string {
  const lines = [t("executorKeepThisFile", { name }), `LIGHTNODE_URL=${url}`];
  return [...lines, `LIGHTNODE_API_KEY=${key}`, `LIGHTNODE_API_SECRET=${secret}`, ""].join("\n");
}

/** Key and secret, shown once: to copy or to save as a file. */
export function Credentials({ executor, secret }: { executor: Pick<ExecutorView, "name" | "key">; secret: string }) {
  const t = useTranslations("executors.credentials");
  const download = () =>
    saveFile(
      environmentFile(t, executor, secret, window.location.origin),
      fileNameOf(executor.name, ".env"),
      "text/plain;charset=utf-8",
    );
  return (
    <Stack gap="sm">
      <Alert color="teal">{t("copyTheSecretNow")}</Alert>
      <div>
        <CopyField label={t("key")} value={executor.key} />
        <CopyField label={t("secret")} value={secret} />
      </div>
      <Button
        data-local
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<IconDownload size={15} />}
        onClick={download}
      >
        {t("downloadAsEnv")}
      </Button>
    </Stack>
  );
}

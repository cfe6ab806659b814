"use client";

import { Alert, Button, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { CopyField } from "@/components/ui/copy/copy-field";
import type { ExecutorView } from "@/lib/executors/contract";
import { fileNameOf, saveFile } from "./save-file";

/** The settings file that the executor program reads from its folder instead of asking. Pure. */
function environmentFile({ name, key }: Pick<ExecutorView, "name" | "key">, secret: string, url: string): string {
  const lines = [`# Executor ${name}. Keep this file to yourself.`, `LIGHTNODE_URL=${url}`];
  return [...lines, `LIGHTNODE_API_KEY=${key}`, `LIGHTNODE_API_SECRET=${secret}`, ""].join("\n");
}

/** Key and secret, shown once: to copy or to save as a file. */
export function Credentials({ executor, secret }: { executor: Pick<ExecutorView, "name" | "key">; secret: string }) {
  const download = () =>
    saveFile(
      environmentFile(executor, secret, window.location.origin),
      fileNameOf(executor.name, ".env"),
      "text/plain;charset=utf-8",
    );
  return (
    <Stack gap="sm">
      <Alert color="teal">Copy the secret now: it is not shown again.</Alert>
      <div>
        <CopyField label="Key" value={executor.key} />
        <CopyField label="Secret" value={secret} />
      </div>
      <Button
        data-local
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<IconDownload size={15} />}
        onClick={download}
      >
        Download as .env
      </Button>
    </Stack>
  );
}

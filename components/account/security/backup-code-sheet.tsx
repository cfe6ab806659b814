"use client";

import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCopy } from "@/components/ui/copy/use-copy";
import classes from "./security.module.css";

/** Ten codes, shown once: to copy, to save and to print. */
export function BackupCodeSheet({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTranslations("account.security");
  const [kept, setKept] = useState(false);
  const { copied, copy } = useCopy();
  const text = `${t("lightnodeBackupCodesFor", { host: window.location.host, codes: codes.join("\n") })}
`;
  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = "lightnode-backup-codes.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  }
  return (
    <Stack gap="sm">
      <Text size="sm">{t("useTheseCodesTo")}</Text>
      <ol className={`${classes.codes} ln-print`} aria-label={t("backupCodes")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Group gap="xs">
        <Button data-local size="xs" variant="default" onClick={() => copy(text)}>
          {copied ? t("copied") : t("copy")}
        </Button>
        <Button data-local size="xs" variant="default" onClick={download}>
          {t("download")}
        </Button>
        <Button data-local size="xs" variant="default" onClick={() => window.print()}>
          {t("print")}
        </Button>
      </Group>
      <Checkbox label={t("iSavedTheCodes")} checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      <Button data-local onClick={onDone} disabled={!kept}>
        {t("done")}
      </Button>
    </Stack>
  );
}

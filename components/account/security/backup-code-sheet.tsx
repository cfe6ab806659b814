"use client";

import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useCopy } from "@/components/ui/copy/use-copy";
import classes from "./security.module.css";

/** Ten codes, shown once: to copy, to save and to print. */
export function BackupCodeSheet({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const [kept, setKept] = useState(false);
  const { copied, copy } = useCopy();
  const text = `LightNode backup codes for ${window.location.host}\nEach works once.\n\n${codes.join("\n")}\n`;
  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = "lightnode-backup-codes.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  }
  return (
    <Stack gap="sm">
      <Text size="sm">
        Use these codes to sign in when your other factors are lost. They are shown only once. Each code works once.
      </Text>
      <ol className={`${classes.codes} ln-print`} aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Group gap="xs">
        <Button data-local size="xs" variant="default" onClick={() => copy(text)}>
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button data-local size="xs" variant="default" onClick={download}>
          Download
        </Button>
        <Button data-local size="xs" variant="default" onClick={() => window.print()}>
          Print
        </Button>
      </Group>
      <Checkbox
        label="I saved the codes in a place other than this device"
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button data-local onClick={onDone} disabled={!kept}>
        Done
      </Button>
    </Stack>
  );
}

"use client";

import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client";
import { type AccountExport, exportFileName } from "@/lib/platform/contract";

/** Fetches the export, which may ask for confirmation first, and saves it as a file. */
export function DataExport() {
  const [busy, setBusy] = useState(false);
  async function download() {
    setBusy(true);
    try {
      const data = await api<AccountExport>("GET", "/account/export");
      save(JSON.stringify(data, null, 2), exportFileName(data.exportedAt));
      const cut = data.cut.length > 0 ? " Some lists are longer than it shows; it names them." : "";
      toastDone(`Your data was downloaded.${cut}`);
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  return (
    <Stack gap="sm" maw={640}>
      <Text size="sm">
        A JSON file with your profile, servers, memberships, sessions, tokens, factors, mails and your actions, as far
        as the panel stores them. Passwords, keys and codes are not in it, nor are the files of your servers.
      </Text>
      <Button variant="default" onClick={download} loading={busy} w="fit-content">
        Download my data
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

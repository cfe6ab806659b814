"use client";

import { Button, Stack, Text } from "@mantine/core";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import { exportFileName } from "@/lib/platform/contract";

/** Fetches the export, which may ask for confirmation first, and saves it as a file. */
export function DataExport() {
  const download = useAction(() => api("GET", "/account/export"), {
    done: ({ cut }) =>
      `Your data was downloaded.${cut.length > 0 ? " Some lists are longer than it shows; it names them." : ""}`,
    onDone: (data) => save(JSON.stringify(data, null, 2), exportFileName(data.exportedAt)),
  });
  return (
    <Stack gap="sm" maw={640}>
      <Text size="sm">
        A JSON file with your profile, servers, memberships, sessions, tokens, factors, mails and your actions, as far
        as the panel stores them. Passwords, keys and codes are not in it, nor are the files of your servers.
      </Text>
      <Button variant="default" onClick={() => download.mutate()} loading={download.isPending} w="fit-content">
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

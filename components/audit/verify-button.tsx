"use client";

import { Alert, Button, Stack } from "@mantine/core";
import { useState } from "react";
import { toastFailure } from "@/components/ui/toast";
import type { Verification } from "@/lib/audit/contract";
import { api } from "@/lib/http/client/untyped";

/** Verifies the whole log and shows the result, with the same text as the command line. */
export function VerifyButton() {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Verification | null>(null);
  async function verify() {
    setBusy(true);
    try {
      setResult(await api<Verification>("POST", "/admin/audit/verify"));
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  return (
    <Stack gap="sm">
      <Button onClick={verify} loading={busy} variant="default" w="fit-content">
        Verify chain
      </Button>
      <div role="status">
        {result ? (
          <Alert
            color={result.ok ? "green" : "red"}
            p="sm"
            style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}
          >
            {result.summary}
          </Alert>
        ) : null}
      </div>
    </Stack>
  );
}

"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";

/** Runs one job now. */
export function RunJobButton({ name, hasFailed }: { name: string; hasFailed: boolean }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const label = hasFailed ? "Retry" : "Run now";
  async function run() {
    setBusy(true);
    try {
      const { requested } = await api<{ requested: boolean }>("POST", `/admin/jobs/${name}`);
      toastDone(requested ? "A worker runs it within 10 seconds." : "It is waiting for a worker already.");
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
    router.refresh();
  }
  return (
    <Button size="xs" variant="default" onClick={run} loading={busy} aria-label={`${label}: ${name}`}>
      {label}
    </Button>
  );
}

"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";

/** A button that posts to one route of the outbox and shows the result. */
export function MailAction({ path, label, done }: { path: string; label: string; done: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  async function act() {
    setBusy(true);
    try {
      await api("POST", path);
      toastDone(done);
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
    router.refresh();
  }
  return (
    <Button variant="default" onClick={act} loading={busy}>
      {label}
    </Button>
  );
}

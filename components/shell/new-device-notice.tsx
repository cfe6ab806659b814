"use client";

import { Button, Group } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client";
import classes from "./panel-shell.module.css";

/** A sign-in from a new browser. The notice is shown until the owner confirms the session or opens the list. */
export function NewDeviceNotice({ sessionId }: { sessionId: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  async function acknowledge() {
    setBusy(true);
    try {
      await api("POST", `/account/sessions/${sessionId}/acknowledge`);
      router.refresh();
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  return (
    <div className={classes.notice} role="status">
      <span>A new device signed in to your account.</span>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" component={Link} href="/account/sessions" prefetch={false}>
          Review sessions
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={acknowledge} loading={busy}>
          It was me
        </Button>
      </Group>
    </div>
  );
}

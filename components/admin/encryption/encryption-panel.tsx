"use client";

import { Alert, Button, Progress, Stack, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Card } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";
import type { EncryptionStatus } from "@/lib/platform/contract";
import { EncryptionTables } from "./encryption-tables";

const everyMs = 1_500;

/** Keys, rows by key, and the change of the key with its progress; refreshed automatically while a rotation runs. */
export function EncryptionPanel({ initial }: { initial: EncryptionStatus }) {
  const router = useRouter();
  const [status, setStatus] = useState(initial);
  const [busy, setBusy] = useState(false);
  const isRunning = status.rotation !== null && status.rotation.state !== "finished";
  useEffect(() => setStatus(initial), [initial]);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      // A failed refresh is ignored: the next one follows.
      api<EncryptionStatus>("GET", "/admin/encryption")
        .then(setStatus)
        .catch(() => {});
    }, everyMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  async function send(path: string, body: unknown, done: string) {
    setBusy(true);
    try {
      await api("POST", path, body === undefined ? {} : { body });
      toastDone(done);
      setStatus(await api<EncryptionStatus>("GET", "/admin/encryption"));
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
    router.refresh();
  }
  return (
    <>
      <Card title="Change the key">
        <Stack gap="sm" align="flex-start">
          <Text size="sm" c="dimmed" maw={640}>
            A new key is created and sent to every process, then used. Existing values are encrypted again while the
            panel runs.
            {status.source === "environment"
              ? " The keys come from the environment: npm run cli -- encryption rotate-key prints what to set first."
              : ""}
          </Text>
          <Button
            loading={busy || isRunning}
            onClick={() => send("/admin/encryption/rotate", undefined, "The rotation has started.")}
          >
            Rotate key
          </Button>
          <RotationState rotation={status.rotation} />
        </Stack>
      </Card>
      <EncryptionTables
        status={status}
        onRetire={(id) => send("/admin/encryption/retire", { id }, `The key ${id} is retired.`)}
        busy={busy || isRunning}
      />
    </>
  );
}

function RotationState({ rotation }: { rotation: EncryptionStatus["rotation"] }) {
  if (!rotation) return null;
  const { toKey, state, done, total, note } = rotation;
  const percent = state === "finished" ? 100 : total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
  return (
    <div style={{ width: "100%", maxWidth: 640 }} role="status">
      <Text size="sm">
        To {toKey}: <StatusPill status={state} /> {done} of {total} values
      </Text>
      <Progress value={percent} mt={6} aria-label={`Values encrypted with ${toKey}`} />
      {note ? (
        <Alert color="yellow" p="xs" mt="xs">
          {note}
        </Alert>
      ) : null}
    </div>
  );
}

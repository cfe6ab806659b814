"use client";

import { Alert, Button, Progress, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import type { EncryptionStatus } from "@/lib/platform/contract";
import { EncryptionTables } from "./encryption-tables";

const everyMs = 1_500;
const statusKey = ["encryption"];

function isUnderWay(status: EncryptionStatus | undefined): boolean {
  return status !== undefined && status.rotation !== null && status.rotation.state !== "finished";
}

/** Keys, rows by key, and the change of the key with its progress; refreshed automatically while a rotation runs. */
export function EncryptionPanel({ initial }: { initial: EncryptionStatus }) {
  const t = useTranslations("admin.encryption");
  const queries = useQueryClient();
  const { data: status } = useQuery({
    queryKey: statusKey,
    queryFn: () => api("GET", "/admin/encryption"),
    initialData: initial,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state: { data } }) => (isUnderWay(data) ? everyMs : false),
  });
  const options = { refresh: true, onDone: () => void queries.invalidateQueries({ queryKey: statusKey }) };
  const rotate = useAction(() => api("POST", "/admin/encryption/rotate"), {
    ...options,
    done: t("theRotationHasStarted"),
  });
  const retire = useAction((id: string) => api("POST", "/admin/encryption/retire", { body: { id } }), {
    ...options,
    done: (_answer, id) => t("theKeyIsRetired", { id }),
  });
  const isBusy = rotate.isPending || retire.isPending || isUnderWay(status);
  return (
    <>
      <Card title={t("changeTheKey")}>
        <Stack gap="sm" align="flex-start">
          <Text size="sm" c="dimmed" maw={640}>
            {t("aNewKeyIs", { case: String(status.source === "environment") })}
          </Text>
          <Button loading={isBusy} onClick={() => rotate.mutate()}>
            {t("rotateKey")}
          </Button>
          <RotationState rotation={status.rotation} />
        </Stack>
      </Card>
      <EncryptionTables status={status} onRetire={retire.mutate} busy={isBusy} />
    </>
  );
}

function RotationState({ rotation }: { rotation: EncryptionStatus["rotation"] }) {
  const t = useTranslations("admin.encryption");
  if (!rotation) return null;
  const { toKey, state, done, total, note } = rotation;
  const percent = state === "finished" ? 100 : total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
  return (
    <div style={{ width: "100%", maxWidth: 640 }} role="status">
      <Text size="sm">
        {t("to", { toKey })} <StatusPill status={state} /> {t("ofValues", { done, total })}
      </Text>
      <Progress value={percent} mt={6} aria-label={t("valuesEncryptedWith", { toKey })} />
      {note ? (
        <Alert color="yellow" p="xs" mt="xs">
          {note}
        </Alert>
      ) : null}
    </div>
  );
}

"use client";

import { Alert, Button, Select, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import classes from "@/components/executors/executors.module.css";
import danger from "@/components/ui/danger/danger-actions.module.css";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { ExecutorView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";
import { Credentials } from "./credentials";

type Texts = ReturnType<typeof useTranslations<"executors.credentials">>;

type Props = { executor: ExecutorView; onDone: () => void };

/** Rotates the secret or revokes the executor. */
export function ExecutorDanger({ executor, onDone }: Props) {
  const t = useTranslations("executors.credentials");
  const [asked, setAsked] = useState<"rotate" | "revoke" | null>(null);
  if (executor.presence === "revoked") {
    return <Alert color="gray">{t("thisExecutorIsRevoked")}</Alert>;
  }
  const close = () => {
    setAsked(null);
    onDone();
  };
  return (
    <div className={`ln-card ${danger.zone}`}>
      <div className={danger.action}>
        <div>
          <p className={danger.title}>{t("rotateTheSecret")}</p>
          <p className={danger.text}>{t("aNewSecretShown")}</p>
        </div>
        <Button variant="default" onClick={() => setAsked("rotate")}>
          {t("rotate")}
        </Button>
      </div>
      <div className={danger.action}>
        <div>
          <p className={danger.title}>{t("revokeTheExecutor")}</p>
          <p className={danger.text}>{t("itIsDisconnectedWithin")}</p>
        </div>
        <Button variant="default" onClick={() => setAsked("revoke")}>
          {t("revoke")}
        </Button>
      </div>
      {asked === "rotate" ? <Rotate executor={executor} onClose={close} /> : null}
      {asked === "revoke" ? <Revoke executor={executor} onClose={close} /> : null}
    </div>
  );
}

const overlaps = (t: Texts) => [
  { value: "0", label: t("notAtAllIt") },
  { value: "60", label: t("oneHour") },
  { value: "1440", label: t("oneDay") },
  { value: "10080", label: t("oneWeek") },
  { value: "43200", label: t("n30Days") },
];

function Rotate({ executor, onClose }: { executor: ExecutorView; onClose: () => void }) {
  const t = useTranslations("executors.credentials");
  const [overlap, setOverlap] = useState("60");
  const rotate = useAction((overlapMinutes: number) =>
    api("POST", "/executors/[id]/rotate-secret", { params: { id: executor.id }, body: { overlapMinutes } }),
  );
  const made = rotate.data;
  if (made) {
    const untilText = made.previousUntil.replace("T", " ").slice(0, 16);
    return (
      <OnceDialog title={t("newSecret")} size="lg" onClose={onClose}>
        <Credentials executor={executor} secret={made.secret} />
        <p className={classes.hint}>
          {t.rich("theOldSecretIs", {
            case: String(overlap === "0"),
            untilText,
            code: (chunks) => <code>{chunks}</code>,
          })}
        </p>
      </OnceDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t("rotateTheSecret")} centered>
      <Stack>
        <Select
          data-autofocus
          label={t("keepTheOldSecret")}
          data={overlaps(t)}
          value={overlap}
          onChange={(value) => value && setOverlap(value)}
          allowDeselect={false}
        />
        <Button loading={rotate.isPending} onClick={() => rotate.mutate(Number(overlap))}>
          {t("createANewSecret")}
        </Button>
      </Stack>
    </Dialog>
  );
}

function Revoke({ executor, onClose }: { executor: ExecutorView; onClose: () => void }) {
  const t = useTranslations("executors.credentials");
  return (
    <ConfirmDialog
      title={t("revokeTheExecutor")}
      label={t("revoke")}
      typed={executor.name}
      onConfirm={() => api("DELETE", "/executors/[id]", { params: { id: executor.id } })}
      onDone={() => toastDone(t("isRevoked", { name: executor.name }))}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{t("itIsDisconnectedRemoves")}</p>
    </ConfirmDialog>
  );
}

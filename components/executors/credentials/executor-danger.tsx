"use client";

import { Alert, Button, Select, Stack } from "@mantine/core";
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

type Props = { executor: ExecutorView; onDone: () => void };

/** Rotates the secret or revokes the executor. */
export function ExecutorDanger({ executor, onDone }: Props) {
  const [asked, setAsked] = useState<"rotate" | "revoke" | null>(null);
  if (executor.presence === "revoked") {
    return <Alert color="gray">This executor is revoked. Its history is kept. No other action is possible.</Alert>;
  }
  const close = () => {
    setAsked(null);
    onDone();
  };
  return (
    <div className={`ln-card ${danger.zone}`}>
      <div className={danger.action}>
        <div>
          <p className={danger.title}>Rotate the secret</p>
          <p className={danger.text}>A new secret, shown once. The old secret keeps working for the time you choose.</p>
        </div>
        <Button variant="default" onClick={() => setAsked("rotate")}>
          Rotate
        </Button>
      </div>
      <div className={danger.action}>
        <div>
          <p className={danger.title}>Revoke the executor</p>
          <p className={danger.text}>
            It is disconnected within a second, removes its credentials and is refused permanently. This cannot be
            undone.
          </p>
        </div>
        <Button variant="default" onClick={() => setAsked("revoke")}>
          Revoke
        </Button>
      </div>
      {asked === "rotate" ? <Rotate executor={executor} onClose={close} /> : null}
      {asked === "revoke" ? <Revoke executor={executor} onClose={close} /> : null}
    </div>
  );
}

const overlaps = [
  { value: "0", label: "Not at all (it leaked)" },
  { value: "60", label: "One hour" },
  { value: "1440", label: "One day" },
  { value: "10080", label: "One week" },
  { value: "43200", label: "30 days" },
];

function Rotate({ executor, onClose }: { executor: ExecutorView; onClose: () => void }) {
  const [overlap, setOverlap] = useState("60");
  const rotate = useAction((overlapMinutes: number) =>
    api("POST", "/executors/[id]/rotate-secret", { params: { id: executor.id }, body: { overlapMinutes } }),
  );
  const made = rotate.data;
  if (made) {
    const untilText = made.previousUntil.replace("T", " ").slice(0, 16);
    return (
      <OnceDialog title="New secret" size="lg" onClose={onClose}>
        <Credentials executor={executor} secret={made.secret} />
        <p className={classes.hint}>
          {overlap === "0" ? "The old secret is refused from now on." : `The old secret works until ${untilText} UTC.`}{" "}
          On the machine run <code>node lightnode-executor.mjs setup</code> again and type the new one.
        </p>
      </OnceDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title="Rotate the secret" centered>
      <Stack>
        <Select
          data-autofocus
          label="Keep the old secret valid for"
          data={overlaps}
          value={overlap}
          onChange={(value) => value && setOverlap(value)}
          allowDeselect={false}
        />
        <Button loading={rotate.isPending} onClick={() => rotate.mutate(Number(overlap))}>
          Create a new secret
        </Button>
      </Stack>
    </Dialog>
  );
}

function Revoke({ executor, onClose }: { executor: ExecutorView; onClose: () => void }) {
  return (
    <ConfirmDialog
      title="Revoke the executor"
      label="Revoke"
      typed={executor.name}
      onConfirm={() => api("DELETE", "/executors/[id]", { params: { id: executor.id } })}
      onDone={() => toastDone(`${executor.name} is revoked.`)}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        It is disconnected, removes its credentials and is refused permanently. Its waiting commands end.
      </p>
    </ConfirmDialog>
  );
}

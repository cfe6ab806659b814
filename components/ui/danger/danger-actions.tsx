"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import classes from "./danger-actions.module.css";

export type DangerAction = {
  title: string;
  text: string;
  /** Only in the confirmation, after the text. */
  advice?: string;
  label: string;
  /** The name has to be typed first. */
  confirmName?: boolean;
  /** Resolves with the message after success. */
  run: () => Promise<string>;
};

type Props = { actions: readonly DangerAction[]; name: string; empty?: string; onDone: () => void };

/** Actions that cannot be undone, each with a confirmation. `name`: of what they are done to. `empty`: without actions. */
export function DangerActions({ actions, name, empty, onDone }: Props) {
  const [asked, setAsked] = useState<DangerAction | null>(null);
  return (
    <div className={`ln-card ${classes.zone}`}>
      {actions.length === 0 && empty ? <p className={classes.text}>{empty}</p> : null}
      {actions.map((action) => (
        <div key={action.title} className={classes.action}>
          <div>
            <p className={classes.title}>{action.title}</p>
            <p className={classes.text}>{action.text}</p>
          </div>
          <Button variant="default" onClick={() => setAsked(action)}>
            {action.label}
          </Button>
        </div>
      ))}
      {asked ? (
        <ConfirmDialog
          title={asked.title}
          label={asked.label}
          {...(asked.confirmName ? { typed: name } : {})}
          onConfirm={async () => {
            toastDone(await asked.run());
            onDone();
          }}
          onClose={() => setAsked(null)}
        >
          <p style={{ margin: 0 }}>{asked.advice ? `${asked.text} ${asked.advice}` : asked.text}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

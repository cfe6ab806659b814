"use client";

import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { explain } from "@/lib/http/client";
import { Dialog } from "./dialog";

type Props = {
  title: string;
  children: ReactNode;
  /** Label of the button. */
  label: string;
  /** Text to type before the button is enabled. */
  typed?: string;
  isHarmless?: boolean;
  size?: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
};

/**
 * A confirmation before an action. The focus is on the field to type in or on the button, Enter confirms, Escape and
 * Cancel leave everything as it is. Errors are shown in the dialog, which stays open.
 */
export function ConfirmDialog({ title, children, label, typed, isHarmless, size, onConfirm, onClose }: Props) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isReady = typed === undefined || text.trim() === typed.trim();
  async function confirm(event: FormEvent) {
    event.preventDefault();
    if (!isReady || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  }
  return (
    <Dialog onClose={onClose} title={title} centered {...(size ? { size } : {})}>
      <form onSubmit={confirm} noValidate>
        <Stack gap="md">
          {children}
          {problem ? (
            <Alert color="red" role="alert" p="sm">
              {problem}
            </Alert>
          ) : null}
          {typed === undefined ? null : (
            <TextInput
              label={`Type ${typed} to confirm`}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button data-local variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              {...(isHarmless ? {} : { color: "red.9" })}
              loading={busy}
              disabled={!isReady}
              data-autofocus={typed === undefined || undefined}
            >
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

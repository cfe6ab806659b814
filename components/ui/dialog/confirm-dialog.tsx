"use client";

import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { explain } from "@/lib/http/client/problem";
import { Dialog } from "./dialog";

type Props = {
  title: string;
  children: ReactNode;
  /** Label of the button. */
  label: string;
  /** Text to type before the button is enabled. */
  typed?: string;
  isHarmless?: boolean;
  /** The text says why; only Cancel works. */
  isImpossible?: boolean;
  size?: string;
  onConfirm: () => Promise<unknown>;
  /** After success, before the dialog closes. */
  onDone?: () => void;
  onClose: () => void;
};

/**
 * A confirmation before an action. The focus is on the field to type in or on the button, Enter confirms, Escape and
 * Cancel leave everything as it is. Errors are shown in the dialog, which stays open.
 */
export function ConfirmDialog(props: Props) {
  const t = useTranslations("ui.dialog");
  const { title, children, label, typed, isHarmless, isImpossible, size, onConfirm, onDone, onClose } = props;
  const [text, setText] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: onConfirm,
    onSuccess: () => {
      onDone?.();
      onClose();
    },
  });
  const isReady = !isImpossible && (typed === undefined || text.trim() === typed.trim());
  function confirm(event: FormEvent) {
    event.preventDefault();
    // React passes events of dialogs to the form around them, although the dialog is elsewhere in the document.
    event.stopPropagation();
    if (isReady && !isPending) mutate();
  }
  return (
    <Dialog onClose={onClose} title={title} centered {...(size ? { size } : {})}>
      <form onSubmit={confirm} noValidate>
        <Stack gap="md">
          {children}
          <ProblemAlert problem={error ? explain(error) : null} />
          {typed === undefined ? null : (
            <TextInput
              label={t("typeToConfirm", { typed })}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button data-local variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button
              type="submit"
              {...(isHarmless ? {} : { color: "red.9" })}
              loading={isPending}
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

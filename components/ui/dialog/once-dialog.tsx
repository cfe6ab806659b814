"use client";

import { Button, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Dialog } from "./dialog";

type Props = { title: string; size?: string; onClose: () => void; children: ReactNode };

/** Shows a secret that cannot be shown again. Only its button closes it, so that no stray click or key loses it. */
export function OnceDialog({ title, size, onClose, children }: Props) {
  const t = useTranslations("ui.dialog");
  return (
    <Dialog
      onClose={onClose}
      title={title}
      centered
      {...(size ? { size } : {})}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        {children}
        <Button data-local onClick={onClose}>
          {t("done")}
        </Button>
      </Stack>
    </Dialog>
  );
}

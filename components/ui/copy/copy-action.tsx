"use client";

import { ActionIcon } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useCopy } from "./use-copy";

/** A button that copies `value` and confirms it for a moment. */
export function CopyAction({ label, value }: { label: string; value: string }) {
  const t = useTranslations("ui.copy");
  const { copied, copy } = useCopy();
  return (
    <ActionIcon
      variant="subtle"
      color={copied ? "teal" : "gray"}
      onClick={() => copy(value)}
      aria-label={copied ? t("copied", { label }) : t("copy", { label })}
    >
      {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
    </ActionIcon>
  );
}

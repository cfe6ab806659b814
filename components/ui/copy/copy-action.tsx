"use client";

import { ActionIcon } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useCopy } from "./use-copy";

/** A button that copies `value` and confirms it for a moment. */
export function CopyAction({ label, value }: { label: string; value: string }) {
  const { copied, copy } = useCopy();
  return (
    <ActionIcon
      variant="subtle"
      color={copied ? "teal" : "gray"}
      onClick={() => copy(value)}
      aria-label={copied ? `${label} copied` : `Copy ${label}`}
    >
      {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
    </ActionIcon>
  );
}

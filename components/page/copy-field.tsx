"use client";

import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./copy-field.module.css";

/** A value to be typed elsewhere: label, monospace value, copy button. */
export function CopyField({ label, value, masked }: { label: string; value: string; masked?: boolean }) {
  return (
    <div className={classes.field}>
      <span className={classes.label}>{label}</span>
      <code className={classes.value}>{masked ? "••••••••••••" : value}</code>
      {masked ? null : (
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <ActionIcon
              variant="subtle"
              color={copied ? "teal" : "gray"}
              onClick={copy}
              aria-label={copied ? `${label} copied` : `Copy ${label}`}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          )}
        </CopyButton>
      )}
    </div>
  );
}

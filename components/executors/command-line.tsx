"use client";

import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./executors.module.css";

/** A command to be run elsewhere, whole and with a copy button. */
export function CommandLine({ label, text }: { label: string; text: string }) {
  return (
    <div className={classes.commandBox}>
      <pre className={classes.command}>{text}</pre>
      <div className={classes.commandCopy}>
        <CopyButton value={text}>
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
      </div>
    </div>
  );
}

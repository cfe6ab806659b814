"use client";

import { CopyAction } from "@/components/page/copy-action";
import classes from "./executors.module.css";

/** A command to be run elsewhere, whole and with a copy button. */
export function CommandLine({ label, text }: { label: string; text: string }) {
  return (
    <div className={classes.commandBox}>
      <pre className={classes.command}>{text}</pre>
      <div className={classes.commandCopy}>
        <CopyAction label={label} value={text} />
      </div>
    </div>
  );
}

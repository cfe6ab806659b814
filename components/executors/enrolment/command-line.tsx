"use client";

import classes from "@/components/executors/executors.module.css";
import { CopyAction } from "@/components/ui/copy/copy-action";

/** A complete command to run on another machine, with a copy button. */
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

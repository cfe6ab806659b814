"use client";

import { CopyAction } from "./copy-action";
import classes from "./copy-field.module.css";

/** On a phone, a longer value stands below its label. */
const longValue = 40;

/** A value to copy: label, monospace value, copy button. */
export function CopyField({ label, value, masked }: { label: string; value: string; masked?: boolean }) {
  return (
    <div className={classes.field} data-long={value.length > longValue || undefined}>
      <span className={classes.label}>{label}</span>
      <code className={classes.value}>{masked ? "••••••••••••" : value}</code>
      {masked ? null : <CopyAction label={label} value={value} />}
    </div>
  );
}

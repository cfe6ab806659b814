"use client";

import { Button, VisuallyHidden } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import classes from "./crash-card.module.css";

const around = 3;
const shownWithoutCause = 6;

/** The part of the log to show: the lines around the cause, or the last ones. Pure. */
export function shownPart(count: number, cause: number | null): { from: number; to: number } {
  if (cause === null) return { from: Math.max(0, count - shownWithoutCause), to: count };
  return { from: Math.max(0, cause - around), to: Math.min(count, cause + around + 1) };
}

/** The last lines of the log, the one that says why is marked. */
export function CrashLog({ lines, cause }: { lines: readonly string[]; cause: number | null }) {
  const t = useTranslations("servers.failure");
  const [isAll, setAll] = useState(false);
  const part = shownPart(lines.length, cause);
  const { from, to } = isAll ? { from: 0, to: lines.length } : part;
  const isCut = part.from > 0 || part.to < lines.length;
  return (
    <div className={classes.log}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <ol className={classes.lines} aria-label={t("lastLinesOfThe")} tabIndex={0} start={from + 1}>
        {lines.slice(from, to).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one crash never change
          <li key={from + index} className={classes.line} data-cause={from + index === cause || undefined}>
            {from + index === cause ? <VisuallyHidden>{t("theCause")} </VisuallyHidden> : null}
            {line}
          </li>
        ))}
      </ol>
      {isCut ? (
        <Button data-local size="compact-xs" variant="subtle" className={classes.more} onClick={() => setAll(!isAll)}>
          {isAll ? t("showFewerLines") : t("showAllLines", { linesCount: lines.length })}
        </Button>
      ) : null}
    </div>
  );
}

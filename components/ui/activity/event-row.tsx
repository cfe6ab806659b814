import type { ReactNode } from "react";
import { type ArtName, artAddress } from "@/components/ui/art/art";
import { RelativeTime } from "@/components/ui/relative-time";
import classes from "./activity.module.css";

export type EventTone = "good" | "busy" | "warn" | "bad" | "idle";

const icons: Record<EventTone, ArtName> = {
  good: "state-good",
  busy: "state-busy",
  warn: "state-warn",
  bad: "state-bad",
  idle: "state-idle",
};

type Props = {
  at: string;
  tone: EventTone;
  /** The state in a word, if the sentence does not say it. */
  state?: string | undefined;
  children: ReactNode;
  /** A short value at the end, such as a duration. */
  figure?: string | undefined;
  details?: ReactNode;
};

/** One event in a sentence; the rest is shown on demand. */
export function EventRow({ at, tone, state, children, figure, details }: Props) {
  return (
    <div className={classes.row}>
      <svg className={classes.icon} data-tone={tone} width="16" height="16" aria-hidden="true">
        <use href={artAddress(icons[tone])} />
      </svg>
      <div className={classes.sentence}>
        {children}
        {state ? (
          <span className={classes.state} data-tone={tone}>
            {state}
          </span>
        ) : null}
      </div>
      <div className={classes.aside}>
        {figure ? <span className="ln-figure">{figure}</span> : null}
        <RelativeTime at={at} />
      </div>
      {details ? <div className={classes.details}>{details}</div> : null}
    </div>
  );
}

import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { formatDuration } from "@/lib/core/units";
import type { ServerEventView } from "@/lib/game-servers/contract";
import classes from "./timeline.module.css";

/** Events of the server, the newest first. A step is listed when it ends, not when it starts. */
export function Timeline({ events }: { events: ServerEventView[] }) {
  const shown = events.filter((event) => event.status !== "running").reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <ol className={classes.list} aria-label="Timeline" tabIndex={0}>
      {shown.map((event) => (
        <li key={event.sequence} className={classes.item}>
          <RelativeTime at={event.at} />
          <StatusPill status={event.status} />
          <span className={classes.step}>{event.step}</span>
          <span className={classes.message}>{event.message}</span>
          <span className="ln-figure">{event.durationMs === null ? "" : formatDuration(event.durationMs)}</span>
        </li>
      ))}
    </ol>
  );
}

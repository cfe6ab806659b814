import { DayList } from "@/components/ui/activity/day-list";
import { EventRow, type EventTone } from "@/components/ui/activity/event-row";
import { formatDuration } from "@/lib/core/units";
import type { ServerEventView } from "@/lib/game-servers/contract";
import classes from "./timeline.module.css";

const tones: Record<string, EventTone> = { done: "good", failed: "bad", undone: "warn", crashed: "bad" };

/** Events of the server, the newest first. A step is listed when it ends, not when it starts. */
export function Timeline({ events }: { events: ServerEventView[] }) {
  const shown = events.filter((event) => event.status !== "running").reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label="Events" tabIndex={0}>
      <DayList
        label="Timeline"
        entries={shown.map((event) => ({ id: String(event.sequence), at: event.at, row: <Row event={event} /> }))}
      />
    </section>
  );
}

function Row({ event }: { event: ServerEventView }) {
  const { at, step, status, message, durationMs } = event;
  return (
    <EventRow
      at={at}
      tone={tones[status] ?? "idle"}
      state={status === "done" ? undefined : status}
      figure={durationMs === null ? undefined : formatDuration(durationMs)}
    >
      {message || step} {message ? <span className={classes.step}>{step}</span> : null}
    </EventRow>
  );
}

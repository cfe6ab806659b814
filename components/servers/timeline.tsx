import { useTranslations } from "next-intl";
import { DayList } from "@/components/ui/activity/day-list";
import { EventRow, type EventTone } from "@/components/ui/activity/event-row";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import { useUnits } from "@/components/ui/use-units";
import type { ServerEventView } from "@/lib/game-servers/contract";
import classes from "./timeline.module.css";

const tones: Record<string, EventTone> = { done: "good", failed: "bad", undone: "warn", crashed: "bad" };

const stepStates = new Set(["done", "skipped", "undone", "waiting"]);

type Words = Readonly<Record<string, string>>;

/** Events of a server or a service, the newest first. `labels`: the words for its steps. A step is listed when it ends, not when it starts. */
export function Timeline({ events, labels }: { events: ServerEventView[]; labels: Words }) {
  const t = useTranslations("servers");
  const shown = events.filter((event) => event.status !== "running").reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label={t("events")} tabIndex={0}>
      <DayList
        label={t("timeline")}
        entries={shown.map((event) => ({
          id: String(event.sequence),
          at: event.at,
          row: <Row event={event} labels={labels} />,
        }))}
      />
    </section>
  );
}

function Row({ event, labels }: { event: ServerEventView; labels: Words }) {
  const units = useUnits();
  const tStates = useStateTexts();
  const { at, step, status, message, durationMs } = event;
  // A step is known by its name; the end of a run, and what happened outside of one, by its message.
  const title = (stepStates.has(status) && labels[step]) || message || step;
  return (
    <EventRow
      at={at}
      tone={tones[status] ?? "idle"}
      state={status === "done" ? undefined : stateWord(tStates, status)}
      figure={durationMs === null ? undefined : units.duration(durationMs)}
    >
      {title} {title !== message && message ? <span className={classes.message}>{message}</span> : null}
    </EventRow>
  );
}

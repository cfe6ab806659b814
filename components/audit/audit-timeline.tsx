import Link from "next/link";
import { DayList } from "@/components/ui/activity/day-list";
import { EventRow } from "@/components/ui/activity/event-row";
import type { ActivityEntry, ActivityPart, NamedThing } from "@/lib/platform/activity/contract";
import classes from "./audit.module.css";
import { DiffView } from "./diff-view";

/** Entries of the audit log in sentences, by day, the newest first. Ids and values are in the details. */
export function AuditTimeline({ items }: { items: ActivityEntry[] }) {
  return (
    <DayList
      label="Entries"
      entries={items.map((entry) => ({ id: entry.id, at: entry.at, row: <Entry entry={entry} /> }))}
    />
  );
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const isRefused = entry.outcome === "refused";
  return (
    <EventRow
      at={entry.at}
      tone={isRefused ? "bad" : "idle"}
      state={isRefused ? "refused" : undefined}
      details={<Details entry={entry} />}
    >
      <strong className={classes.who}>
        <Thing {...entry.who} />
      </strong>{" "}
      {entry.sentence.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never move
        <Part key={index} part={part} />
      ))}
    </EventRow>
  );
}

function Part({ part }: { part: ActivityPart }) {
  if (part.kind === "thing") return <Thing {...part} />;
  return part.kind === "code" ? <code>{part.text}</code> : part.text;
}

function Thing({ name, href }: NamedThing) {
  if (href === null) return name;
  return (
    <Link href={href} prefetch={false} className="ln-link">
      {name}
    </Link>
  );
}

function Details({ entry }: { entry: ActivityEntry }) {
  return (
    <details className={classes.more}>
      <summary>Details</summary>
      <DiffView before={entry.before} after={entry.after} />
      <dl className={classes.facts}>
        {factsOf(entry).map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function factsOf(entry: ActivityEntry): [string, string][] {
  const { actor, detail, seq, chain } = entry;
  const details = Object.entries(detail).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const facts: [string, string | null][] = [
    ["Action", entry.action],
    ["Time", entry.at],
    ["By", [actor.kind, actor.email, actor.id].filter(Boolean).join(" ")],
    ["Resource", entry.targetId === null ? null : `${entry.targetKind} ${entry.targetId}`],
    ["Address", entry.ip],
    ["Browser", entry.userAgent],
    ["Request", entry.requestId],
    ["Entry", seq === null ? entry.id : `${entry.id} (number ${seq} of chain ${chain}, ${entry.class})`],
  ];
  return [...facts.filter((fact): fact is [string, string] => fact[1] !== null), ...details];
}

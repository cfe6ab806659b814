import { RelativeTime } from "@/components/ui/relative-time";
import type { AuditEntryView } from "@/lib/audit/contract";
import classes from "./audit.module.css";
import { DiffView } from "./diff-view";

/** Entries of the audit log, the newest first; each expands to its details and changes. */
export function AuditTimeline({ items, selfId }: { items: AuditEntryView[]; selfId: string | null }) {
  return (
    <ol className={classes.list}>
      {items.map((entry) => (
        <li key={entry.id} className={classes.entry}>
          <div className={classes.head}>
            <span className={classes.action}>{entry.action}</span>
            {entry.outcome === "refused" ? <span className={classes.refused}>refused</span> : null}
            <span className={classes.grow}>
              {actorName(entry, selfId)}
              {entry.targetId ? (
                <span className={classes.dim}>
                  {" "}
                  · {entry.targetKind} {entry.targetId}
                </span>
              ) : null}
            </span>
            <span className={classes.dim}>{entry.ip ?? ""}</span>
            <RelativeTime at={entry.at} />
          </div>
          <details className={classes.more}>
            <summary>Details of {entry.action}</summary>
            <DiffView before={entry.before} after={entry.after} />
            <dl className={classes.facts}>
              {factsOf(entry).map(([name, value]) => (
                <div key={name} style={{ display: "contents" }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        </li>
      ))}
    </ol>
  );
}

function actorName({ actor }: AuditEntryView, selfId: string | null): string {
  if (actor.id !== null && actor.id === selfId) return actor.kind === "token" ? "You, by a token" : "You";
  if (actor.name) return actor.email ? `${actor.name} (${actor.email})` : actor.name;
  if (actor.id) return `Erased account ${actor.id}`;
  return actor.kind === "system" ? "The panel" : "Not signed in";
}

function factsOf(entry: AuditEntryView): [string, string][] {
  const detail = Object.entries(entry.detail).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const facts: [string, string | null][] = [
    ["Time", entry.at],
    ["Browser", entry.userAgent],
    ["Request", entry.requestId],
    [
      "Entry",
      entry.seq === null ? entry.id : `${entry.id} (number ${entry.seq} of chain ${entry.chain}, ${entry.class})`,
    ],
  ];
  return [...detail, ...facts.filter((fact): fact is [string, string] => fact[1] !== null)];
}

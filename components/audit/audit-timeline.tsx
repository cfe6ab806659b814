import Link from "next/link";
import { useTranslations } from "next-intl";
import { DayList } from "@/components/ui/activity/day-list";
import { EventRow } from "@/components/ui/activity/event-row";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import type { ActivityEntry, ActivityPart, NamedThing } from "@/lib/platform/activity/contract";
import classes from "./audit.module.css";
import { DiffView } from "./diff-view";

type Texts = ReturnType<typeof useTranslations<"audit">>;

/** Entries of the audit log in sentences, by day, the newest first. Ids and values are in the details. */
export function AuditTimeline({ items }: { items: ActivityEntry[] }) {
  const t = useTranslations("audit");
  return (
    <DayList
      label={t("entries")}
      entries={items.map((entry) => ({ id: entry.id, at: entry.at, row: <Entry entry={entry} /> }))}
    />
  );
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const tStates = useStateTexts();
  const isRefused = entry.outcome === "refused";
  return (
    <EventRow
      at={entry.at}
      tone={isRefused ? "bad" : "idle"}
      state={isRefused ? stateWord(tStates, "refused") : undefined}
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
  const t = useTranslations("audit");
  return (
    <details className={classes.more}>
      <summary>{t("details")}</summary>
      <DiffView before={entry.before} after={entry.after} />
      <dl className={classes.facts}>
        {factsOf(t, entry).map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function factsOf(t: Texts, entry: ActivityEntry): [string, string][] {
  const { actor, detail, seq, chain } = entry;
  const details = Object.entries(detail).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const facts: [string, string | null][] = [
    [t("action"), entry.action],
    [t("time"), entry.at],
    [t("by"), [actor.kind, actor.email, actor.id].filter(Boolean).join(" ")],
    [t("resource"), entry.targetId === null ? null : `${entry.targetKind} ${entry.targetId}`],
    [t("address"), entry.ip],
    [t("browser"), entry.userAgent],
    [t("request"), entry.requestId],
    [
      t("entry"),
      seq === null ? entry.id : t("numberOfChain", { id: entry.id, seq, chain: chain ?? "", class: entry.class }),
    ],
  ];
  return [...facts.filter((fact): fact is [string, string] => fact[1] !== null), ...details];
}

"use client";

import { Button } from "@mantine/core";
import { useLocale, useTranslations } from "next-intl";
import { CommandBadge } from "@/components/executors/state-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { type StateTexts, stateWord, useStateTexts } from "@/components/ui/state-words";
import { formatDuration } from "@/lib/core/units";
import type { CommandView } from "@/lib/executors/commands/contract";
import classes from "./command-list.module.css";

type Texts = ReturnType<typeof useTranslations<"executors.commands">>;

/** One command: its state in one line; payload and output on demand. */
export function CommandItem({ command, onCancel }: { command: CommandView; onCancel: ((id: string) => void) | null }) {
  const locale = useLocale();
  const t = useTranslations("executors.commands");
  const tStates = useStateTexts();
  const { type, seq, state, payload, output, error, progress } = command;
  return (
    <li className={classes.item}>
      <details>
        <summary>
          <span className={`${classes.number} ln-figure`}>#{seq}</span>
          <span className={classes.type}>{type}</span>
          <CommandBadge state={state} attempts={command.attempts} />
          <span className={classes.when}>
            <RelativeTime at={command.createdAt} />
          </span>
        </summary>
        <div className={classes.detail}>
          <p className={classes.label}>{commandTimes(locale, t, tStates, command)}</p>
          {isEmpty(payload) ? null : <Block label={t("sent2")} value={payload} />}
          {command.finishedAt || isEmpty(progress) ? null : <Block label={t("progress")} value={progress} />}
          {isEmpty(output) ? null : <Block label={t("output")} value={output} />}
          {error ? <Block label={t("error")} value={error} /> : null}
          {command.finishedAt || !onCancel ? null : (
            <Button
              size="xs"
              variant="default"
              w="fit-content"
              onClick={() => onCancel(command.id)}
              aria-label={t("cancelCommand", { seq })}
            >
              {t("cancel")}
            </Button>
          )}
        </div>
      </details>
    </li>
  );
}

/** The times of a command in one sentence. Pure. */
function commandTimes(
  locale: string,
  t: Texts,
  tStates: StateTexts,
  { attempts, createdAt, ackedAt, finishedAt, expiresAt, state }: CommandView,
): string {
  const since = (at: string) => formatDuration(Math.max(0, Date.parse(at) - Date.parse(createdAt)), locale);
  const parts = [attempts > 1 ? t("sentTimes", { attempts }) : t("sentOnceNotSent", { attempts })];
  if (ackedAt) parts.push(t("acknowledgedAfter", { time: since(ackedAt) }));
  if (finishedAt) parts.push(t("after", { state: stateWord(tStates, state), time: since(finishedAt) }));
  else if (!ackedAt) parts.push(t("expiresAt", { time: expiresAt.slice(11, 19) }));
  return `${parts.join(", ")}.`;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
}

function Block({ label, value }: { label: string; value: unknown }) {
  return (
    <div>
      <p className={classes.label}>{label}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre className={classes.text} tabIndex={0}>
        {textOf(value)}
      </pre>
    </div>
  );
}

/** Text unchanged; text fields one below the other, so that line breaks are kept; other values as JSON. Pure. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value, null, 2);
  return Object.entries(value)
    .map(([name, field]) => {
      const text = typeof field === "string" ? field : JSON.stringify(field, null, 2);
      return text.includes("\n") ? `${name}:\n${text}` : `${name}: ${text}`;
    })
    .join("\n");
}

"use client";

import { Checkbox } from "@mantine/core";
import Link from "next/link";
import { PresenceBadge } from "@/components/executors/state-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ExecutorView } from "@/lib/executors/contract";
import classes from "./executor-rows.module.css";

/** Rows that can be selected for a bulk action. */
export type Choice = { chosen: ReadonlySet<string>; onChange: (ids: string[], isChosen: boolean) => void };

/** Executors as a table: name, presence and configuration state. */
export function ExecutorRows({
  items,
  choice,
  showOwner = false,
}: {
  items: ExecutorView[];
  choice?: Choice;
  showOwner?: boolean;
}) {
  const ids = items.map(({ id }) => id);
  const chosenHere = ids.filter((id) => choice?.chosen.has(id)).length;
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {choice ? (
              <td className={classes.choose}>
                <Checkbox
                  aria-label="Choose all on this page"
                  checked={chosenHere > 0 && chosenHere === ids.length}
                  indeterminate={chosenHere > 0 && chosenHere < ids.length}
                  onChange={(event) => choice.onChange(ids, event.currentTarget.checked)}
                />
              </td>
            ) : null}
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col" className={classes.medium}>
              Host
            </th>
            <th scope="col" className={classes.wide}>
              Version
            </th>
            <th scope="col" className={classes.medium}>
              Configuration
            </th>
            {showOwner ? (
              <th scope="col" className={classes.wide}>
                Owner
              </th>
            ) : null}
            <th scope="col">Last seen</th>
          </tr>
        </thead>
        <tbody>
          {items.map((executor) => (
            <Row key={executor.id} executor={executor} choice={choice} showOwner={showOwner} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  executor,
  choice,
  showOwner,
}: {
  executor: ExecutorView;
  choice: Choice | undefined;
  showOwner: boolean;
}) {
  const isChosen = choice?.chosen.has(executor.id) ?? false;
  return (
    <tr data-chosen={isChosen || undefined}>
      {choice ? (
        <td className={classes.choose}>
          <Checkbox
            aria-label={`Choose ${executor.name}`}
            checked={isChosen}
            onChange={(event) => choice.onChange([executor.id], event.currentTarget.checked)}
          />
        </td>
      ) : null}
      <th scope="row" className={classes.name}>
        <Link href={`/executors/${executor.id}`} prefetch={false} className="ln-link">
          {executor.name}
        </Link>
        <span className={classes.key}>{executor.key}</span>
      </th>
      <td>
        <PresenceBadge presence={executor.presence} />
      </td>
      <td className={`${classes.medium} ${classes.host}`}>{executor.hostname ?? <NotKnown />}</td>
      <td className={classes.wide}>{executor.version ?? <NotKnown />}</td>
      <td className={`${classes.medium} ln-figure`}>
        <ConfigState executor={executor} />
      </td>
      {showOwner ? <td className={classes.wide}>{executor.owner.name}</td> : null}
      <td className={classes.seen}>{executor.lastSeenAt ? <RelativeTime at={executor.lastSeenAt} /> : "never"}</td>
    </tr>
  );
}

function NotKnown() {
  return <span className={classes.none}>not known</span>;
}

/** The assigned configuration version, and the applied one if they differ. */
export function ConfigState({
  executor,
}: {
  executor: Pick<ExecutorView, "configVersion" | "appliedVersion" | "drifted">;
}) {
  const { configVersion, appliedVersion, drifted } = executor;
  if (!drifted) return <>version {configVersion}</>;
  return (
    <span className={classes.drift}>
      {appliedVersion}, should be {configVersion}
    </span>
  );
}

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef } from "react";
import classes from "./command-palette.module.css";
import type { EntryGroup, PaletteEntry } from "./entry";

type Props = {
  groups: EntryGroup[];
  /** Position in all groups together. */
  chosen: number;
  onChoose: (index: number) => void;
  onRun: (entry: PaletteEntry) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** The groups of the palette. The chosen line stays in view. */
export function PaletteResults({ groups, chosen, onChoose, onRun, onKeyDown }: Props) {
  const t = useTranslations("shell.palette");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#palette-${chosen}`)?.scrollIntoView?.({ block: "nearest" });
  }, [chosen]);
  let index = -1;
  return (
    <div id="palette-results" role="listbox" aria-label={t("results")} className={classes.results} ref={list}>
      {groups.map(({ name, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a list box has groups, not fieldsets
        <div key={name} role="group" aria-label={name}>
          <p className={classes.group} aria-hidden="true">
            {name}
          </p>
          {entries.map((entry) => {
            index += 1;
            const position = index;
            const Icon = entry.icon;
            return (
              <div
                key={entry.id}
                id={`palette-${position}`}
                role="option"
                tabIndex={-1}
                aria-selected={position === chosen}
                className={classes.entry}
                onMouseMove={() => onChoose(position)}
                onClick={() => onRun(entry)}
                onKeyDown={onKeyDown}
              >
                <Icon size={17} stroke={1.7} />
                <span className={classes.name}>{entry.label}</span>
                <span className={classes.hint}>{entry.hint}</span>
              </div>
            );
          })}
        </div>
      ))}
      {groups.length === 0 ? <p className={classes.none}>{t("noMatches")}</p> : null}
    </div>
  );
}

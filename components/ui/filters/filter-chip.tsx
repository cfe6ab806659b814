"use client";

import { Button, CloseButton, Popover, Stack, TextInput } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { FilterChange } from "@/components/ui/table/use-list-filters";
import classes from "./filters.module.css";

type Texts = ReturnType<typeof useTranslations<"ui.filters">>;

export type Choice = { value: string; label: string };
export type Filter =
  | { kind: "choice"; name: string; label: string; choices: readonly Choice[] }
  | { kind: "text"; name: string; label: string; placeholder: string }
  | { kind: "time"; label: string };

type Props = { filter: Filter; get: (name: string) => string | null; onChange: (change: FilterChange) => void };

/** One filter: a button with its value, which opens the choices, and a button that removes it. */
export function FilterChip({ filter, get, onChange }: Props) {
  const t = useTranslations("ui.filters");
  const [isOpen, setOpen] = useState(false);
  const value = shownValue(t, filter, get);
  const set = (change: FilterChange) => {
    setOpen(false);
    onChange(change);
  };
  const remove = filter.kind === "time" ? { from: null, to: null } : { [filter.name]: null };
  return (
    <span className={classes.chip} data-set={value !== null || undefined}>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            className={classes.value}
            rightSection={<IconChevronDown size={13} aria-hidden="true" />}
            onClick={() => setOpen(!isOpen)}
          >
            {value === null ? filter.label : `${filter.label}: ${value}`}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={6} aria-label={filter.label}>
          <Editor filter={filter} get={get} onChange={set} />
        </Popover.Dropdown>
      </Popover>
      {value === null ? null : (
        <CloseButton
          size="sm"
          radius="xl"
          aria-label={t("removeTheFilter", { label: filter.label })}
          onClick={() => onChange(remove)}
        />
      )}
    </span>
  );
}

function Editor({ filter, get, onChange }: Props) {
  if (filter.kind === "time") return <TimeEditor get={get} onChange={onChange} />;
  if (filter.kind === "text") return <TextEditor filter={filter} value={get(filter.name) ?? ""} onChange={onChange} />;
  const { name, choices } = filter;
  return (
    <div className={classes.choices}>
      {choices.map(({ value, label }) => (
        <ChoiceButton
          key={value}
          label={label}
          isSet={get(name) === value}
          onClick={() => onChange({ [name]: value })}
        />
      ))}
    </div>
  );
}

function ChoiceButton({ label, isSet, onClick }: { label: string; isSet: boolean; onClick: () => void }) {
  return (
    <button type="button" className={classes.choice} aria-pressed={isSet} onClick={onClick}>
      {label}
    </button>
  );
}

type TextProps = { filter: Extract<Filter, { kind: "text" }>; value: string; onChange: Props["onChange"] };

function TextEditor({ filter: { name, label, placeholder }, value, onChange }: TextProps) {
  const t = useTranslations("ui.filters");
  const [text, setText] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ [name]: text.trim() || null });
  };
  return (
    <form onSubmit={submit} className={classes.editor}>
      <TextInput
        label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" size="xs">
        {t("show")}
      </Button>
    </form>
  );
}

const spans = (t: Texts): readonly [string, number][] => [
  [t("lastHour"), 3_600_000],
  [t("last24Hours"), 86_400_000],
  [t("last7Days"), 7 * 86_400_000],
  [t("last30Days"), 30 * 86_400_000],
];

function TimeEditor({ get, onChange }: Omit<Props, "filter">) {
  const t = useTranslations("ui.filters");
  const [from, setFrom] = useState(get("from")?.slice(0, 10) ?? "");
  const [to, setTo] = useState(get("to")?.slice(0, 10) ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ from: from || null, to: to || null });
  };
  return (
    <Stack gap={8}>
      <div className={classes.choices}>
        {spans(t).map(([label, ms]) => (
          <ChoiceButton
            key={label}
            label={label}
            isSet={false}
            onClick={() => onChange({ from: new Date(Date.now() - ms).toISOString(), to: null })}
          />
        ))}
      </div>
      <form onSubmit={submit} className={classes.editor}>
        <TextInput
          type="date"
          label={t("from")}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput type="date" label={t("before")} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit" size="xs">
          {t("show")}
        </Button>
      </form>
    </Stack>
  );
}

function shownValue(t: Texts, filter: Filter, get: Props["get"]): string | null {
  if (filter.kind === "time") {
    const [from, to] = [get("from"), get("to")].map((text) => text?.slice(0, 16).replace("T", " "));
    if (from && to) return t("fromTo", { from, to });
    return from ? t("fromTime", { from }) : to ? t("beforeTime", { to }) : null;
  }
  const value = get(filter.name);
  if (!value || filter.kind === "text") return value || null;
  return filter.choices.find((choice) => choice.value === value)?.label ?? value;
}

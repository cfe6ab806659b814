"use client";

import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import classes from "@/components/executors/executors.module.css";
import { type NamedKind, type NamedRow, type NamedValue, readRows, rowOf } from "./named-values-rules";

type Texts = ReturnType<typeof useTranslations<"executors.config">>;

const labels = (t: Texts): Record<NamedKind, string> => ({
  on: t("on"),
  off: t("off"),
  text: t("text"),
  number: t("number"),
  none: t("removed"),
});

type Props = {
  title: string;
  /** The noun for one row: "feature". */
  noun: string;
  kinds: NamedKind[];
  values: Record<string, NamedValue>;
  errors: Record<string, ReactNode>;
  /** `isSound`: false while a row is wrong. */
  onChange: (values: Record<string, NamedValue> | undefined, isSound: boolean) => void;
};

/** Named values that a person adds, changes and removes. Rows without a name are not sent. */
export function NamedValues({ title, noun, kinds, values, errors, onChange }: Props) {
  const t = useTranslations("executors.config");
  const counter = useRef(0);
  const nextId = () => counter.current++;
  const [rows, setRows] = useState(() => Object.entries(values).map(([name, value]) => rowOf(nextId(), name, value)));
  const { problems } = readRows(t, rows);
  function set(next: NamedRow[]) {
    setRows(next);
    const read = readRows(t, next);
    onChange(read.values, read.problems.size === 0);
  }
  const change = (id: number, part: Partial<NamedRow>) =>
    set(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <fieldset className={classes.named}>
      <legend>{title}</legend>
      {rows.map((row, index) => (
        <NamedRowFields
          key={row.id}
          row={row}
          name={`${noun} ${index + 1}`}
          kinds={kinds}
          problem={problems.get(row.id)}
          error={errors[row.name.trim()]}
          onChange={(part) => change(row.id, part)}
          onRemove={() => set(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      <Button
        data-local
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => setRows([...rows, { id: nextId(), name: "", kind: kinds[0] ?? "on", text: "" }])}
      >
        {t("add", { noun })}
      </Button>
    </fieldset>
  );
}

type RowProps = {
  row: NamedRow;
  /** "feature 1" */
  name: string;
  kinds: NamedKind[];
  problem: { name?: string; value?: string } | undefined;
  error: ReactNode;
  onChange: (part: Partial<NamedRow>) => void;
  onRemove: () => void;
};

function NamedRowFields({ row, name, kinds, problem, error, onChange, onRemove }: RowProps) {
  const t = useTranslations("executors.config");
  return (
    <div className={classes.namedRow}>
      <TextInput
        value={row.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        aria-label={t("nameOf", { name })}
        placeholder={t("name")}
        className={classes.namedName}
        error={problem?.name ?? error}
      />
      <Select
        data={kinds.map((value) => ({ value, label: labels(t)[value] }))}
        value={row.kind}
        onChange={(value) => onChange({ kind: kinds.find((kind) => kind === value) ?? row.kind })}
        allowDeselect={false}
        className={classes.namedKind}
        aria-label={t("kindOf", { name })}
      />
      {row.kind === "text" || row.kind === "number" ? (
        <TextInput
          value={row.text}
          inputMode={row.kind === "number" ? "decimal" : undefined}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
          aria-label={t("valueOf2", { name })}
          placeholder={t("value")}
          className={classes.namedValue}
          error={problem?.value}
        />
      ) : null}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.namedRemove}
        onClick={onRemove}
        aria-label={t("remove", { name })}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

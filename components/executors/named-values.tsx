"use client";

import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import classes from "./executors.module.css";

export type NamedValue = string | number | boolean | null;
type Kind = "on" | "off" | "text" | "number" | "none";
type Row = { id: number; name: string; kind: Kind; text: string };

const labels: Record<Kind, string> = { on: "on", off: "off", text: "text", number: "number", none: "taken away" };

/** The kind and the text of a value, as a row shows it. Pure. */
function rowOf(id: number, name: string, value: NamedValue): Row {
  if (value === null) return { id, name, kind: "none", text: "" };
  if (typeof value === "boolean") return { id, name, kind: value ? "on" : "off", text: "" };
  return { id, name, kind: typeof value === "number" ? "number" : "text", text: String(value) };
}

function valueOfRow({ kind, text }: Row): NamedValue {
  if (kind === "none") return null;
  if (kind === "on" || kind === "off") return kind === "on";
  return kind === "number" ? Number(text) : text;
}

type Props = {
  title: string;
  /** What one is called: "feature". */
  noun: string;
  kinds: Kind[];
  values: Record<string, NamedValue>;
  errors: Record<string, string>;
  onChange: (values: Record<string, NamedValue> | undefined) => void;
};

/** Names with values that a person adds, changes and takes away; nameless rows are not sent. */
export function NamedValues({ title, noun, kinds, values, errors, onChange }: Props) {
  const counter = useRef(0);
  const nextId = () => counter.current++;
  const [rows, setRows] = useState(() => Object.entries(values).map(([name, value]) => rowOf(nextId(), name, value)));
  function set(next: Row[]) {
    setRows(next);
    const named = next.filter(({ name }) => name.trim() !== "");
    onChange(
      named.length === 0 ? undefined : Object.fromEntries(named.map((row) => [row.name.trim(), valueOfRow(row)])),
    );
  }
  const change = (id: number, part: Partial<Row>) =>
    set(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <fieldset className={classes.named}>
      <legend>{title}</legend>
      {rows.map((row, index) => (
        <div key={row.id} className={classes.namedRow}>
          <TextInput
            value={row.name}
            onChange={(event) => change(row.id, { name: event.currentTarget.value })}
            aria-label={`Name of ${noun} ${index + 1}`}
            placeholder="name"
            className={classes.namedName}
            error={errors[row.name]}
          />
          <Select
            data={kinds.map((value) => ({ value, label: labels[value] }))}
            value={row.kind}
            onChange={(kind) => kind && change(row.id, { kind: kind as Kind })}
            allowDeselect={false}
            className={classes.namedKind}
            aria-label={`Kind of ${noun} ${index + 1}`}
          />
          {row.kind === "text" || row.kind === "number" ? (
            <TextInput
              value={row.text}
              inputMode={row.kind === "number" ? "decimal" : undefined}
              onChange={(event) => change(row.id, { text: event.currentTarget.value })}
              aria-label={`Value of ${noun} ${index + 1}`}
              placeholder="value"
              className={classes.namedValue}
            />
          ) : null}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            className={classes.namedRemove}
            onClick={() => set(rows.filter(({ id }) => id !== row.id))}
            aria-label={`Remove ${noun} ${index + 1}`}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => setRows([...rows, { id: nextId(), name: "", kind: kinds[0] ?? "on", text: "" }])}
      >
        Add {noun}
      </Button>
    </fieldset>
  );
}

"use client";

import { NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ComponentType, ReactNode } from "react";
import type { SchemaField } from "./schema-fields-rules";

type FieldProps = {
  field: SchemaField;
  label: string;
  error: ReactNode;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** The input component for each kind of field. */
const drawn: Record<SchemaField["kind"], ComponentType<FieldProps>> = {
  text: ({ field, value, onChange, ...shared }) => (
    <TextInput
      {...shared}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  ),
  longText: ({ field, value, onChange, ...shared }) => (
    <Textarea
      {...shared}
      value={String(value ?? "")}
      minRows={4}
      maxRows={16}
      autosize
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  ),
  number: ({ field, value, onChange, ...shared }) => (
    <NumberInput
      {...shared}
      value={typeof value === "number" ? value : ""}
      placeholder={field.fallback === undefined ? "" : String(field.fallback)}
      min={field.min}
      max={field.max}
      allowDecimal={!field.isWhole}
      maw={260}
      onChange={(next) => onChange(next === "" ? undefined : Number(next))}
    />
  ),
  boolean: ({ field, label, error, value, onChange }) => (
    <Switch
      label={label}
      error={error}
      checked={Boolean(value ?? field.fallback)}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  ),
  choice: ({ field, value, onChange, ...shared }) => (
    <Select
      {...shared}
      data={field.choices}
      value={typeof value === "string" ? value : String(field.fallback ?? "") || null}
      maw={260}
      onChange={(next) => onChange(next ?? undefined)}
    />
  ),
};

/** The fields of a form. Empty fields are not sent. */
export function SchemaFields({
  fields,
  values,
  errors,
  onChange,
}: {
  fields: SchemaField[];
  values: Record<string, unknown>;
  errors: Record<string, ReactNode>;
  onChange: (values: Record<string, unknown>) => void;
}) {
  const t = useTranslations("executors.commands");
  return fields.map((field) => {
    const Field = drawn[field.kind];
    return (
      <Field
        key={field.name}
        field={field}
        label={field.isRequired ? field.label : t("mayBeLeftOut", { label: field.label })}
        error={errors[field.name]}
        value={values[field.name]}
        onChange={(value) => {
          const { [field.name]: _old, ...others } = values;
          onChange(value === undefined ? others : { ...others, [field.name]: value });
        }}
      />
    );
  });
}

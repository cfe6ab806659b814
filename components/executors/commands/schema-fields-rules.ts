import { isRecord } from "@/lib/core/records";
import type { CommandTypeView } from "@/lib/executors/commands/contract";

/** A field of a form, as a JSON schema describes it. */
export type SchemaField = {
  name: string;
  label: string;
  kind: "text" | "longText" | "number" | "boolean" | "choice";
  isRequired: boolean;
  isWhole: boolean;
  min?: number;
  max?: number;
  maxLength?: number;
  fallback?: unknown;
  choices: string[];
};

type Json = Record<string, unknown>;
const record = (value: unknown): Json => (isRecord(value) ? value : {});
const numeric = (value: unknown) => (typeof value === "number" ? value : undefined);
const longAfter = 500;

/** The fields of a schema `{type: "object", properties, required}`, in its order. Pure. */
export function fieldsOf(schema: Json): SchemaField[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(record(schema.properties)).map(([name, described]) => {
    const part = record(described);
    const choices = Array.isArray(part.enum) ? part.enum.map(String) : [];
    return {
      name,
      label: typeof part.title === "string" ? part.title : labelOf(name),
      kind: kindOf(part, choices),
      isRequired: required.includes(name),
      isWhole: part.type === "integer",
      min: numeric(part.minimum),
      max: numeric(part.maximum),
      maxLength: numeric(part.maxLength),
      fallback: part.default,
      choices,
    };
  });
}

function kindOf(part: Json, choices: string[]): SchemaField["kind"] {
  if (choices.length > 0) return "choice";
  if (part.type === "boolean") return "boolean";
  if (part.type === "integer" || part.type === "number") return "number";
  return (numeric(part.maxLength) ?? longAfter + 1) > longAfter ? "longText" : "text";
}

/** `timeoutMs` → `Timeout (ms)`, `queueLength` → `Queue length`. Pure. */
export function labelOf(name: string): string {
  const [, stem = name, unit = ""] = /^(.+?)(Ms|Seconds|Minutes|Mb)?$/.exec(name) ?? [];
  const words = stem.replace(
    /([a-z0-9])([A-Z])/g,
    (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  const text = words.slice(0, 1).toUpperCase() + words.slice(1);
  return unit ? `${text} (${unit === "Mb" ? "MB" : unit.toLowerCase()})` : text;
}

/** A command type with its form fields, as the server passes it to pages. */
export type CommandFormView = Omit<CommandTypeView, "schema"> & { fields: SchemaField[] };

/** Pure. */
export function commandForms(types: readonly CommandTypeView[]): CommandFormView[] {
  return types.map(({ schema, ...type }) => ({ ...type, fields: fieldsOf(schema) }));
}

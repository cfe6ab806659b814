import { NumberInput, PasswordInput, Textarea, type TextareaProps, TextInput } from "@mantine/core";
import type { ProviderField } from "@/lib/hosted-services/providers/contract";

/** Values of fields that a kind declares. Forms take a dot in a name as a path. */
export type Typed = Record<string, string | number>;
export type Part = "connection" | "settings";

export const keyOf = (part: Part, field: ProviderField) => `${part}_${field.name}`;

/** Name in the form of the field that a server's error names. */
export const nameOf = (path: string) => path.replace(/^(connection|settings)\./, "$1_").replace(/\.\d+$/, "");

export function initialOf(part: Part, fields: readonly ProviderField[], isEmpty = false): Typed {
  return Object.fromEntries(fields.map((field) => [keyOf(part, field), isEmpty ? "" : (field.initial ?? "")]));
}

/** As they were saved. */
export const typedOf = (part: Part, saved: Record<string, string | number | string[]>): Typed =>
  Object.fromEntries(
    Object.entries(saved).map(([name, value]) => [`${part}_${name}`, Array.isArray(value) ? value.join(", ") : value]),
  );

/** As the routes take them; lists are typed with commas. */
export function valuesOf(part: Part, fields: readonly ProviderField[], typed: Record<string, unknown>) {
  return Object.fromEntries(
    fields.map((field) => {
      const value = typed[keyOf(part, field)] ?? "";
      const isList = field.kind === "list";
      return [
        field.name,
        isList
          ? String(value)
              .split(/[\s,]+/)
              .filter(Boolean)
          : value,
      ];
    }),
  );
}

const inputs = {
  text: TextInput,
  secret: PasswordInput,
  number: NumberInput,
  list: TextInput,
  area: Lines,
  "secret-area": Lines,
} as const;

/** Several lines, such as a certificate. */
function Lines(props: TextareaProps) {
  return <Textarea {...props} autosize minRows={3} maxRows={8} spellCheck={false} />;
}

export function ProviderFieldInput({ field, bound }: { field: ProviderField; bound: Record<string, unknown> }) {
  const Input = inputs[field.kind];
  return <Input {...bound} label={field.label} description={field.help || undefined} autoComplete="off" />;
}

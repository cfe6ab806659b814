import type { useTranslations } from "next-intl";
import type { JsonSchema } from "@/lib/http/openapi";

type Texts = ReturnType<typeof useTranslations<"pages.docs.api">>;

/** A JSON schema as rows that people read: one field a line, nested ones by their path. */
export type FieldRow = { path: string; type: string; required: boolean; notes: string };

export function fieldRows(t: Texts, schema: JsonSchema, prefix = ""): FieldRow[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const row = { path, type: typeText(field), required: required.has(name), notes: notesOf(t, field) };
    return [row, ...nestedRows(t, field, path)];
  });
}

function nestedRows(t: Texts, field: JsonSchema, path: string): FieldRow[] {
  const shape = shapeOf(field);
  return shape.items ? nestedRows(t, shape.items, `${path}[]`) : fieldRows(t, shape, `${path}.`);
}

/** The one that is not null, where a field may be null. */
function shapeOf(schema: JsonSchema): JsonSchema {
  const choices = (schema.anyOf ?? schema.oneOf ?? []).filter((choice) => choice.type !== "null");
  return choices.length === 1 && choices[0] ? choices[0] : schema;
}

export function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeText))].join(" | ");
  if (schema.type === "array") return `${schema.items ? typeText(schema.items) : "any"}[]`;
  if (schema.type === "object" && !schema.properties && typeof schema.additionalProperties === "object") {
    return `{ name: ${typeText(schema.additionalProperties)} }`;
  }
  return schema.type ?? "any";
}

const numbers = (t: Texts): [string, string][] => [
  ["minimum", t("atLeast")],
  ["exclusiveMinimum", t("moreThan")],
  ["maximum", t("atMost")],
  ["minLength", t("lengthAtLeast")],
  ["maxLength", t("lengthAtMost")],
  ["minItems", t("itemsAtLeast")],
  ["maxItems", t("itemsAtMost")],
];

function notesOf(t: Texts, field: JsonSchema): string {
  const shape = shapeOf(field);
  const notes = numbers(t).flatMap(([keyword, words]) => {
    const value = shape[keyword];
    return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? [`${words} ${value}`] : [];
  });
  if (typeof shape.format === "string") notes.push(shape.format);
  if (field.default !== undefined) notes.push(t("default", { value: JSON.stringify(field.default) }));
  return notes.join(", ");
}

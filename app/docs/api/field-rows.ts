import type { JsonSchema } from "@/lib/http/openapi";

/** A JSON schema as rows that people read: one field a line, nested ones by their path. */
export type FieldRow = { path: string; type: string; required: boolean; notes: string };

export function fieldRows(schema: JsonSchema, prefix = ""): FieldRow[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const row = { path, type: typeText(field), required: required.has(name), notes: notesOf(field) };
    return [row, ...nestedRows(field, path)];
  });
}

function nestedRows(field: JsonSchema, path: string): FieldRow[] {
  const shape = shapeOf(field);
  return shape.items ? nestedRows(shape.items, `${path}[]`) : fieldRows(shape, `${path}.`);
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

const numbers: [string, string][] = [
  ["minimum", "at least"],
  ["exclusiveMinimum", "more than"],
  ["maximum", "at most"],
  ["minLength", "length at least"],
  ["maxLength", "length at most"],
  ["minItems", "items at least"],
  ["maxItems", "items at most"],
];

function notesOf(field: JsonSchema): string {
  const shape = shapeOf(field);
  const notes = numbers.flatMap(([keyword, words]) => {
    const value = shape[keyword];
    return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? [`${words} ${value}`] : [];
  });
  if (typeof shape.format === "string") notes.push(shape.format);
  if (field.default !== undefined) notes.push(`default ${JSON.stringify(field.default)}`);
  return notes.join(", ");
}

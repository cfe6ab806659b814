import type { useTranslations } from "next-intl";

type Texts = ReturnType<typeof useTranslations<"executors.config">>;

export type NamedValue = string | number | boolean | null;
export type NamedKind = "on" | "off" | "text" | "number" | "none";
export type NamedRow = { id: number; name: string; kind: NamedKind; text: string };

/** Kind and text of a value, as a row shows them. Pure. */
export function rowOf(id: number, name: string, value: NamedValue): NamedRow {
  if (value === null) return { id, name, kind: "none", text: "" };
  if (typeof value === "boolean") return { id, name, kind: value ? "on" : "off", text: "" };
  return { id, name, kind: typeof value === "number" ? "number" : "text", text: String(value) };
}

function readValue({ kind, text }: NamedRow): NamedValue {
  if (kind === "none") return null;
  if (kind === "on" || kind === "off") return kind === "on";
  return kind === "number" && isNumber(text) ? Number(text) : text;
}

const isNumber = (text: string) => text.trim() !== "" && Number.isFinite(Number(text));

export type ReadRows = {
  /** Undefined if no row has a name. An invalid number is kept as its text. */
  values: Record<string, NamedValue> | undefined;
  /** Errors by row id; saving is disabled until they are corrected. */
  problems: Map<number, { name?: string; value?: string }>;
};

/** The values of the rows; rows without a name are ignored. Pure. */
export function readRows(t: Texts, rows: readonly NamedRow[]): ReadRows {
  const named = rows.map((row) => ({ ...row, name: row.name.trim() })).filter(({ name }) => name !== "");
  const problems: ReadRows["problems"] = new Map();
  const seen = new Set<string>();
  for (const { id, name, kind, text } of named) {
    const problem = {
      ...(seen.has(name) ? { name: t("thisNameExistsAlready") } : {}),
      ...(kind === "number" && !isNumber(text) ? { value: t("typeANumberSuch") } : {}),
    };
    if (Object.keys(problem).length > 0) problems.set(id, problem);
    seen.add(name);
  }
  const values = named.length === 0 ? undefined : Object.fromEntries(named.map((row) => [row.name, readValue(row)]));
  return { values, problems };
}

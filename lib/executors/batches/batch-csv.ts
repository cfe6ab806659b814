import { coreErrors, type FieldError } from "@/lib/core/errors";
import { createExecutorBody, type NewExecutor } from "../contract";

/** The encrypted column that keeps the table until it is taken. */
export const csvColumn = "executor_batch:csv_sealed";
const maxExecutors = 1_000;
const columns = ["name", "template", "zmqHost", "zmqPort"];

/** Cells of CSV (RFC 4180): quotes, doubled quotes, line breaks within quotes. Pure. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // One cell with what ends it. A quoted cell first, since anything but a quote may be in the other.
  for (const [all, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (all === "" && row.length === 0) break;
    row.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.some((cell) => cell !== "")) rows.push(row);
    row = [];
  }
  return rows;
}

/** The executors that a table describes; `validation_failed` with line numbers. Pure. */
export function readBatch(csv: string): NewExecutor[] {
  const [head = [], ...lines] = parseCsv(csv);
  const refuse = (errors: FieldError[]) => coreErrors.validation_failed({ errors });
  const unknown = head.filter((column) => !columns.includes(column));
  if (!head.includes("name") || unknown.length > 0 || new Set(head).size < head.length) {
    throw refuse([{ path: "csv", message: `The first line names the columns, of: ${columns.join(", ")}.` }]);
  }
  if (lines.length === 0 || lines.length > maxExecutors) {
    throw refuse([{ path: "csv", message: `Send 1 to ${maxExecutors} lines.` }]);
  }
  const errors: FieldError[] = [];
  const made = lines.flatMap((cells, index): NewExecutor[] => {
    const cell = (column: string) => cells[head.indexOf(column)] || undefined;
    const port = cell("zmqPort");
    const overrides = { zmqHost: cell("zmqHost"), zmqPort: port === undefined ? undefined : Number(port) };
    const input = createExecutorBody.safeParse({ name: cell("name"), templateId: cell("template"), overrides });
    if (input.success) return [input.data];
    for (const { path, message } of input.error.issues) {
      errors.push({ path: `csv.${index + 2}.${path.join(".")}`, message });
    }
    return [];
  });
  if (errors.length > 0) throw refuse(errors.slice(0, 50));
  return made;
}

export type BatchSecret = { name: string; key: string; secret: string };

/** The table that is handed out once. Pure. */
export function secretsCsv(rows: readonly BatchSecret[]): string {
  const lines = rows.map(({ name, key, secret }) => [cellOf(name), key, secret].join(","));
  return ["name,key,secret", ...lines, ""].join("\r\n");
}

/** Excel runs a cell that begins like a formula. */
function cellOf(text: string): string {
  return `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

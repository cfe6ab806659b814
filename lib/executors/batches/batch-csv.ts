import { coreErrors, type FieldError } from "@/lib/core/errors";
import { createExecutorBody, type NewExecutor } from "../contract";
import { brokenRowText, readCsv } from "./contract";

/** The encrypted column that keeps the table until it is taken. */
export const csvColumn = "executor_batch:csv_sealed";
const maxExecutors = 1_000;
const columns = ["name", "template", "zmqHost", "zmqPort"];

/** The executors that a table describes; `validation_failed` with line numbers. Pure. */
export function readBatch(csv: string): NewExecutor[] {
  const [first, ...lines] = readCsv(csv);
  const head = first?.cells ?? [];
  const refuse = (errors: FieldError[]) => coreErrors.validation_failed({ errors });
  const unknown = head.filter((column) => !columns.includes(column));
  if (first?.isBroken || !head.includes("name") || unknown.length > 0 || new Set(head).size < head.length) {
    throw refuse([{ path: "csv", message: `The first line names the columns, of: ${columns.join(", ")}.` }]);
  }
  if (lines.length === 0 || lines.length > maxExecutors) {
    throw refuse([{ path: "csv", message: `Send 1 to ${maxExecutors} lines.` }]);
  }
  const errors: FieldError[] = [];
  const made = lines.flatMap(({ cells, line, isBroken }): NewExecutor[] => {
    if (isBroken || cells.length > head.length) {
      errors.push({ path: `csv.${line}`, message: isBroken ? brokenRowText : "More cells than columns." });
      return [];
    }
    const cell = (column: string) => cells[head.indexOf(column)] || undefined;
    const port = cell("zmqPort");
    const overrides = { zmqHost: cell("zmqHost"), zmqPort: port === undefined ? undefined : Number(port) };
    const input = createExecutorBody.safeParse({ name: cell("name"), templateId: cell("template"), overrides });
    if (input.success) return [input.data];
    for (const { path, message } of input.error.issues) {
      errors.push({ path: `csv.${line}.${path.join(".")}`, message });
    }
    return [];
  });
  if (errors.length > 0) throw refuse(errors.slice(0, 50));
  return made;
}

export type BatchSecret = { name: string; key: string; secret: string };

/** The CSV table of keys and secrets, which is returned once. Pure. */
export function secretsCsv(rows: readonly BatchSecret[]): string {
  const lines = rows.map(({ name, key, secret }) => [cellOf(name), key, secret].join(","));
  return ["name,key,secret", ...lines, ""].join("\r\n");
}

/** Excel runs a cell that begins like a formula. */
function cellOf(text: string): string {
  return `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

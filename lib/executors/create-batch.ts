import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { coreErrors, type FieldError } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { createExecutorBody, type NewExecutor } from "./contract";
import { insertExecutor } from "./create-executor";
import { hashExecutorSecret, makeExecutorSecret } from "./keys";

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

/** Excel runs a cell that begins like a formula. */
function cellOf(text: string): string {
  return `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** Makes up to a thousand executors, all or none; their keys and secrets come back as CSV, this once. */
export async function createBatch(actor: Actor, csv: string): Promise<{ created: number; csv: string }> {
  authorise(actor, "executor.create");
  const inputs = readBatch(csv);
  const made = await makeSecrets(inputs.length);
  const ids = await transaction(async (tx) => {
    const done: string[] = [];
    for (const [index, input] of inputs.entries()) {
      const secretHash = made[index]?.secretHash ?? "";
      done.push(await insertExecutor(tx, actor, requireUserId(actor), { ...input, secretHash }));
    }
    return tx.rows<{ key: string }>(
      "SELECT key_id AS key FROM executor WHERE id = ANY($1) ORDER BY array_position($1, id)",
      [done],
    );
  });
  const lines = inputs.map(({ name }, index) =>
    [cellOf(name), ids[index]?.key ?? "", made[index]?.secret ?? ""].join(","),
  );
  return { created: inputs.length, csv: ["name,key,secret", ...lines, ""].join("\r\n") };
}

/** Two at a time, so that executors that sign in meanwhile find room. */
async function makeSecrets(count: number): Promise<{ secret: string; secretHash: string }[]> {
  const made: { secret: string; secretHash: string }[] = [];
  const one = async () => {
    const secret = makeExecutorSecret();
    return { secret, secretHash: await hashExecutorSecret(secret) };
  };
  while (made.length < count) made.push(...(await Promise.all([one(), one()])));
  return made.slice(0, count);
}

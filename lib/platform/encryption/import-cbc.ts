import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { type CbcKeys, decryptCbc } from "@/lib/core/encryption/crypto-cbc";
import { encryptedColumns } from "@/lib/core/encryption/encrypted-columns";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { messageOf } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { writeImported } from "./columns.sql";
import { statementOf } from "./rotation/reencrypt-batch";

const lineSchema = z.strictObject({ column: z.string(), row: z.string().min(1), value: z.string().min(1) });
type Line = z.output<typeof lineSchema>;
export type ImportProblem = { line: number; message: string };

/**
 * Lines to import: JSON objects `{"column", "row", "value"}` one a line, or CSV under the heading `column,row,value`.
 * `column` is a label of lib/core/encrypted-columns.ts, `row` the row's primary key, `value` as lib/core/crypto-cbc.ts says.
 */
export function readImportLines(text: string): { lines: { number: number; line: Line }[]; problems: ImportProblem[] } {
  const lines: { number: number; line: Line }[] = [];
  const problems: ImportProblem[] = [];
  const isCsv = /^\uFEFF?"?column"?,/.test(text);
  text.split(/\r?\n/).forEach((raw, index) => {
    if (raw.trim() === "" || (isCsv && index === 0)) return;
    try {
      const parsed: unknown = isCsv ? readCsvLine(raw) : JSON.parse(raw);
      lines.push({ number: index + 1, line: lineSchema.parse(parsed) });
    } catch {
      problems.push({ line: index + 1, message: "not an object with column, row and value" });
    }
  });
  return { lines, problems };
}

function readCsvLine(raw: string): Record<string, string> {
  const cells = [...raw.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, 3)
    .map(([, cell = ""]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
  const [column = "", row = "", value = ""] = cells;
  return { column, row, value };
}

/**
 * Decrypts each value and writes it into its column, encrypted by us. All lines or none: what is wrong with which line is
 * in the answer, and then nothing was written.
 */
export async function importCbc(
  actor: Actor,
  text: string,
  keys: CbcKeys,
): Promise<{ imported: number; problems: ImportProblem[] }> {
  authorise(actor, "encryption.manage");
  const { lines, problems } = readImportLines(text);
  const ready = lines.flatMap(({ number, line }) => {
    const column = encryptedColumns.find(({ label }) => label === line.column);
    try {
      if (!column) throw new Error(`there is no encrypted column ${line.column}`);
      return [{ number, column, row: line.row, plain: decryptCbc(line.value, keys) }];
    } catch (error) {
      problems.push({ line: number, message: messageOf(error) });
      return [];
    }
  });
  if (problems.length > 0) return { imported: 0, problems };
  class NotAll extends Error {}
  try {
    await transaction(async (tx) => {
      for (const { number, column, row, plain } of ready) {
        const sealed = fieldCipher().encrypt(plain, column.label, row);
        const written = await tx.run(statementOf(writeImported, column.label), [row, sealed]);
        if (written === 0) problems.push({ line: number, message: `${column.table} has no row ${row}` });
      }
      if (problems.length > 0) throw new NotAll();
      await recordAudit(tx, actor, {
        action: "encryption.cbc_imported",
        targetKind: "encryption_key",
        targetId: null,
        detail: { values: ready.length },
      });
    });
  } catch (error) {
    if (!(error instanceof NotAll)) throw error;
  }
  return { imported: problems.length > 0 ? 0 : ready.length, problems };
}

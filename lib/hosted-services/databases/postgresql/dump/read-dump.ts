import { hostedServiceErrors } from "../../../errors";
import { StatementSplitter } from "./split-statements";

/** One part of a dump in the plain format: a statement, or lines that follow a `COPY … FROM stdin` until its end. */
export type DumpPart =
  | { kind: "statement"; text: string; line: number }
  | { kind: "copy"; text: string; line: number }
  | { kind: "rows"; bytes: Buffer }
  | { kind: "end-of-rows" };

const mostStatementBytes = 32 * 1024 * 1024;
const newline = 10;
const endOfRows = /^\\\.\r?\n?$/;
const copyFromStdin = /^COPY\s[\s\S]*\sFROM\s+stdin\b/i;

/** Reads a dump piece by piece. Throws `restore_failed` for what is no dump in the plain format. */
export async function* readDump(source: AsyncIterable<Buffer>): AsyncGenerator<DumpPart> {
  const splitter = new StatementSplitter();
  let isInRows = false;
  let line = 0;
  for await (const bytes of linesOf(source)) {
    line++;
    if (isInRows) {
      isInRows = !(bytes.length <= 4 && endOfRows.test(bytes.toString("latin1")));
      yield isInRows ? { kind: "rows", bytes } : { kind: "end-of-rows" };
      continue;
    }
    if (line === 1) refuseOtherFormats(bytes);
    const text = bytes.toString("utf8");
    // A command of psql has no semicolon.
    if (splitter.isBetween && text.startsWith("\\")) {
      yield { kind: "statement", text: text.trim(), line };
      continue;
    }
    for (const statement of splitter.add(text)) {
      isInRows = copyFromStdin.test(withoutComments(statement));
      yield { kind: isInRows ? "copy" : "statement", text: statement, line };
    }
    if (splitter.rest.length > mostStatementBytes) throw failedAt(line, "A statement is longer than 32 MiB.");
  }
  if (isInRows) throw failedAt(line, "The file ends in the middle of a table.");
  if (withoutComments(splitter.rest) !== "") throw failedAt(line, "The file ends in the middle of a statement.");
}

export const failedAt = (line: number, reason: string, cause?: unknown) =>
  hostedServiceErrors.restore_failed({ detail: `Line ${line}: ${reason}`.slice(0, 500), cause });

/** Comments and blank lines before a statement are left out, to see what it is. Pure. */
export const withoutComments = (text: string) => text.replace(/^(\s+|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*/, "");

function refuseOtherFormats(first: Buffer): void {
  if (!first.subarray(0, 5).equals(Buffer.from("PGDMP")) && !first.includes(0)) return;
  throw failedAt(1, "This is no dump in the plain format. Use pg_dump without --format, or pg_restore -f file.sql.");
}

/** Lines with their line breaks. A long line of rows comes as it is, a long statement is refused by the caller. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const chunk of source) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, at + 1);
      yield rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      rest = [];
      held = 0;
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > mostStatementBytes) throw hostedServiceErrors.restore_failed({ detail: "A line exceeds 32 MiB." });
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

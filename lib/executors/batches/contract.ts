/** How tables of executors are read, before they are sent and by the panel. */
export type CsvRow = {
  /** Line of the text that it begins in; the first is 1. */
  line: number;
  cells: string[];
  /** A quote stands where none may; `cells` has what came before it. */
  isBroken: boolean;
};

export const brokenRowText = "A quote is in the wrong place: put the whole cell in quotes and double those within.";

/** What stands between the cells: what the first line has most of, outside its quotes. Excel writes all three. Pure. */
function separatorOf(text: string): "," | ";" | "\t" {
  const head = (/^[^\r\n]*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const counted = ([",", ";", "\t"] as const).map((mark) => ({ mark, count: head.split(mark).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

/**
 * Rows of CSV (RFC 4180): quotes, doubled quotes, line breaks within quotes; cells between commas, semicolons or tabs. A
 * byte order mark and empty lines are left out. Pure.
 */
export function readCsv(marked: string): CsvRow[] {
  const text = marked.replace(/^\uFEFF/, "");
  const separator = separatorOf(text);
  // A tab that separates is no blank around a quoted cell.
  const blanks = separator === "\t" ? " *" : "[ \\t]*";
  // One cell with what ends it, and nothing before it. Anything but a quote may be in a cell without quotes.
  const cell = new RegExp(
    `(?:${blanks}"([^"]*(?:""[^"]*)*)"${blanks}|([^"${separator}\\r\\n]*))(${separator}|\\r\\n?|\\n|$)`,
    "y",
  );
  const rest = /[^\r\n]*(?:\r\n?|\n|$)/y;
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [], isBroken: false };
  let line = 1;
  for (let at = 0; at <= text.length; ) {
    cell.lastIndex = at;
    rest.lastIndex = at;
    const found = cell.exec(text);
    const [all = "", quoted, plain = "", end = ""] = found ?? rest.exec(text) ?? [];
    if (found) row.cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    else row.isBroken = true;
    at += all.length;
    line += all.match(/\r\n?|\n/g)?.length ?? 0;
    if (found && end === separator) continue;
    if (row.isBroken || row.cells.some((text) => text !== "")) rows.push(row);
    row = { line, cells: [], isBroken: false };
    if (at >= text.length) break;
  }
  return rows;
}

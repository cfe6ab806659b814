/** How tables of executors are read, before they are sent and by the panel. */
export type CsvRow = {
  /** Line of the text that it begins in; the first is 1. */
  line: number;
  cells: string[];
  /** A quote stands where none may; `cells` has what came before it. */
  isBroken: boolean;
};

export const brokenRowText = "A quote is in the wrong place: put the whole cell in quotes and double those within.";

/** Rows of CSV (RFC 4180): quotes, doubled quotes, line breaks within quotes. Empty lines are left out. Pure. */
export function readCsv(text: string): CsvRow[] {
  // One cell with what ends it, and nothing before it. Anything but a quote may be in a cell without quotes.
  const cell = /(?:[ \t]*"([^"]*(?:""[^"]*)*)"[ \t]*|([^",\r\n]*))(,|\r\n?|\n|$)/y;
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
    if (found && end === ",") continue;
    if (row.isBroken || row.cells.some((text) => text !== "")) rows.push(row);
    row = { line, cells: [], isBroken: false };
    if (at >= text.length) break;
  }
  return rows;
}

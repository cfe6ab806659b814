/**
 * One cell of a CSV file (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe: what
 * is in it was in part typed by unknown clients (OWASP, CSV injection).
 */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export type CsvColumns<Row> = Record<string, (row: Row) => string>;

type CsvFile<Row> = {
  /** Without its ending. */
  name: string;
  columns: CsvColumns<Row>;
  readPage: (cursor: string | undefined) => Promise<{ items: Row[]; nextCursor: string | null }>;
};

/** All pages of a list as a CSV file that is written while it is read, whatever its length. */
export function csvFile<Row>({ name, columns, readPage }: CsvFile<Row>): Response {
  const encoder = new TextEncoder();
  const line = (cells: string[]) => `${cells.map(csvCell).join(",")}\r\n`;
  let cursor: string | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(encoder.encode(line(Object.keys(columns)))),
    // A stream that gets nothing does not ask again, so an empty page in the middle is passed over here.
    async pull(stream) {
      for (let isEmpty = true; isEmpty; ) {
        const { items, nextCursor } = await readPage(cursor);
        const lines = items.map((row) => line(Object.values(columns).map((cell) => cell(row))));
        if (lines.length > 0) stream.enqueue(encoder.encode(lines.join("")));
        if (nextCursor === null) return stream.close();
        cursor = nextCursor;
        isEmpty = lines.length === 0;
      }
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${name}.csv"`,
    },
  });
}

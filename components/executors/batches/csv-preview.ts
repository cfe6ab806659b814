import type { useTranslations } from "next-intl";
import { brokenRowText, type CsvRow, readCsv } from "@/lib/executors/batches/contract";

type Texts = ReturnType<typeof useTranslations<"executors.batches">>;

/** A preview of a table of executors before it is sent; the panel's own check decides. */
export type CsvPreview = {
  head: string[];
  /** The first lines, with their numbers in the file. */
  lines: { number: number; cells: string[]; problem: string | null }[];
  total: number;
  /** Of the whole table. */
  problem: string | null;
  /** Lines with a problem, over all of them. */
  broken: number;
};

const columns = ["name", "template", "zmqHost", "zmqPort"];
const maxExecutors = 1_000;
const shownLines = 8;

/** The first lines of a table and its obvious errors. Pure. */
export function previewCsv(t: Texts, text: string): CsvPreview {
  const [first, ...rows] = readCsv(text);
  const head = first?.cells ?? [];
  const unknown = head.filter((column) => !columns.includes(column));
  const at = (cells: string[], column: string) => cells[head.indexOf(column)] ?? "";
  const problemOf = ({ cells, isBroken }: CsvRow): string | null => {
    if (isBroken) return brokenRowText;
    const name = at(cells, "name");
    if (name === "") return t("theNameIsMissing");
    if (name.length > 60) return t("theNameIsLonger");
    const port = head.includes("zmqPort") ? at(cells, "zmqPort") : "";
    if (port !== "" && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) return t("notAPort");
    return cells.length > head.length ? t("moreCellsThanColumns") : null;
  };
  const lines = rows.map((row) => ({ number: row.line, cells: row.cells, problem: problemOf(row) }));
  let problem: string | null = null;
  if (first?.isBroken) problem = t("line3", { line: first.line, brokenRowText });
  else if (!head.includes("name")) problem = t("theFirstLineNames", { columns: columns.join(", ") });
  else if (unknown.length > 0) problem = t("unknownColumns", { unknown: unknown.join(", ") });
  else if (lines.length === 0) problem = t("thereAreNoLines");
  else if (lines.length > maxExecutors) problem = t("thereAreLinesSend", { linesCount: lines.length, maxExecutors });
  const broken = lines.filter((line) => line.problem !== null);
  // Lines with errors are shown first.
  const below = lines.slice(shownLines).filter((line) => line.problem !== null);
  const shown = [...lines.slice(0, shownLines), ...below.slice(0, 20)];
  return { head, lines: shown, total: lines.length, problem, broken: broken.length };
}

/** The panel's errors by line: `csv.3.name` is about the name in line 3. Pure. */
export function lineErrors(
  t: Texts,
  errors: readonly { path: string; message: string }[],
): { line: string; message: string }[] {
  return errors.map(({ path, message }) => {
    const [, number, field = ""] = /^csv\.(\d+)\.?(.*)$/.exec(path) ?? [];
    if (number === undefined) return { line: t("theTable"), message };
    const column = field.replace(/^overrides\./, "").replace("templateId", "template");
    return { line: t("line2", { number, column: String(Boolean(column)), column2: column }), message };
  });
}

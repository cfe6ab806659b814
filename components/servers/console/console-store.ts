import type { useTranslations } from "next-intl";
import { readTerminalLine, type TerminalPart, type TerminalStyle } from "./terminal-line";

type Texts = ReturnType<typeof useTranslations<"servers.console">>;

/**
 * What a console shows, outside React: lines are collected between two renderings and rendered together, in blocks that
 * do not change once they are full. So the cost of a rendering depends on the new lines only, however fast a game
 * writes.
 */
export type LineKind = "stdout" | "stderr" | "command" | "reply" | "skipped";
/** `left`: what a mark of kind `skipped` stands for; see {@link skippedText}. */
export type ConsoleLine = { stream: LineKind; text: string; left?: LeftOut };
type LeftOut = { lines: number; more: boolean };
export type ShownLine = { key: number; stream: LineKind; parts: TerminalPart[] };
export type Block = { key: number; lines: readonly ShownLine[] };
/** `isCut`: earlier lines were shown and have been removed. */
export type Screen = { blocks: readonly Block[]; isCut: boolean };

export const keptLines = 600;
const blockLines = 50;
/** More than that in one rendering would be noticeable on a slow machine. */
const linesPerDrawing = 120;
/** Each rendering paints the whole console, even for few new lines. During a flood of lines this is the main cost. */
const betweenDrawingsMs = 80;

export const emptyScreen: Screen = { blocks: [], isCut: false };

/** `more`: also lines that were not counted, since the engine overwrote them before they were read. */
export function skippedText(t: Texts, lines: number, more = false): string {
  if (lines === 0) return t("linesLeftOutHere");
  return t("leftOutTheGame", { lines, more: String(more) });
}

export class ConsoleStore {
  #screen: Screen = emptyScreen;
  #pending: ConsoleLine[] = [];
  /** Lines that were dropped while nothing could be rendered (a background tab). */
  #dropped = 0;
  /** The dropped lines included a mark for lines that were not counted. */
  #isUncounted = false;
  #frame = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #keys = 0;
  readonly #styles = new Map<LineKind, TerminalStyle | null>();
  readonly #listeners = new Set<() => void>();
  readonly #describeSkipped: (lines: number, more: boolean) => string;

  constructor(describeSkipped: (lines: number, more: boolean) => string) {
    this.#describeSkipped = describeSkipped;
  }

  readonly getScreen = (): Screen => this.#screen;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly add = (line: ConsoleLine): void => {
    this.#pending.push(line);
    if (this.#pending.length > 2 * keptLines) {
      const kept = keptLines - blockLines;
      // A dropped mark counts as the lines that it stands for.
      for (const { left } of this.#pending.slice(0, -kept)) {
        this.#dropped += left ? left.lines : 1;
        this.#isUncounted ||= left !== undefined && (left.more || left.lines === 0);
      }
      this.#pending = this.#pending.slice(-kept);
    }
    this.#frame ||= requestAnimationFrame(this.#drawWhenDue);
  };

  readonly #drawWhenDue = (): void => {
    if (performance.now() - this.#drawnMs < betweenDrawingsMs) this.#frame = requestAnimationFrame(this.#drawWhenDue);
    else this.flush();
  };

  /** Renders the collected lines. */
  flush(): void {
    this.#frame = 0;
    this.#drawnMs = performance.now();
    const text = this.#describeSkipped(this.#dropped, this.#isUncounted);
    const marks: ConsoleLine[] = this.#dropped > 0 || this.#isUncounted ? [{ stream: "skipped", text }] : [];
    const fresh = [...marks, ...this.#pending.slice(0, linesPerDrawing)].map((line) => this.#show(line));
    this.#pending = this.#pending.slice(linesPerDrawing);
    this.#dropped = 0;
    this.#isUncounted = false;
    if (this.#pending.length > 0) this.#frame = requestAnimationFrame(this.#drawWhenDue);
    this.#screen = appendLines(this.#screen, fresh, () => this.#keys++);
    for (const listener of this.#listeners) listener();
  }

  #show({ stream, text }: ConsoleLine): ShownLine {
    const { parts, end } = readTerminalLine(text, this.#styles.get(stream) ?? null);
    this.#styles.set(stream, end);
    // The sequence that set the colours may be in a missing line.
    if (stream === "skipped") this.#styles.clear();
    return { key: this.#keys++, stream, parts };
  }
}

/** The screen with the new lines added, cut to the maximum. Blocks that did not change stay the same objects. */
export function appendLines(screen: Screen, fresh: readonly ShownLine[], nextKey: () => number): Screen {
  const blocks = [...screen.blocks];
  let rest = fresh;
  const last = blocks.at(-1);
  if (last && last.lines.length < blockLines) {
    const free = blockLines - last.lines.length;
    blocks[blocks.length - 1] = { key: last.key, lines: [...last.lines, ...rest.slice(0, free)] };
    rest = rest.slice(free);
  }
  for (let from = 0; from < rest.length; from += blockLines) {
    blocks.push({ key: nextKey(), lines: rest.slice(from, from + blockLines) });
  }
  const surplus = Math.max(0, blocks.length - keptLines / blockLines);
  return { blocks: blocks.slice(surplus), isCut: screen.isCut || surplus > 0 };
}

import { readTerminalLine, type TerminalPart, type TerminalStyle } from "./terminal-line";

/**
 * What a console shows, outside React: lines gather between two drawings and are drawn together, in blocks that never
 * change once they are full. So a drawing costs what is new and not what is there, however fast a game writes.
 */
export type LineKind = "stdout" | "stderr" | "command" | "reply" | "skipped";
/** `left`: what a mark of kind `skipped` stands for; see {@link skippedText}. */
export type ConsoleLine = { stream: LineKind; text: string; left?: LeftOut };
type LeftOut = { lines: number; more: boolean };
export type ShownLine = { key: number; stream: LineKind; parts: TerminalPart[] };
export type Block = { key: number; lines: readonly ShownLine[] };
/** `isCut`: earlier lines were shown and are no longer. */
export type Screen = { blocks: readonly Block[]; isCut: boolean };

export const keptLines = 600;
const blockLines = 50;
/** More than that in one drawing would be felt on a slow machine. */
const linesPerDrawing = 120;
/** Each drawing paints the whole console, however few lines are new: where a game floods, that is what costs most. */
const betweenDrawingsMs = 80;

export const emptyScreen: Screen = { blocks: [], isCut: false };

/** `more`: some that nobody counted, since the engine overwrote them before they were read. */
export function skippedText(lines: number, more = false): string {
  if (lines === 0) return "Lines left out here (number unknown): the game writes faster than can be read.";
  const count = `${lines.toLocaleString("en")} ${lines === 1 ? "line" : "lines"}${more ? " and more" : ""}`;
  return `${count} left out: the game writes faster than can be shown.`;
}

export class ConsoleStore {
  #screen: Screen = emptyScreen;
  #pending: ConsoleLine[] = [];
  /** Lines that were dropped while nothing could be drawn (a tab in the background). */
  #dropped = 0;
  /** Among what was dropped was a mark for lines that nobody counted. */
  #isUncounted = false;
  #frame = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #keys = 0;
  readonly #styles = new Map<LineKind, TerminalStyle | null>();
  readonly #listeners = new Set<() => void>();

  readonly getScreen = (): Screen => this.#screen;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly add = (line: ConsoleLine): void => {
    this.#pending.push(line);
    if (this.#pending.length > 2 * keptLines) {
      const kept = keptLines - blockLines;
      // A mark that is dropped counts for the lines that it stands for.
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

  /** Draws what gathered. */
  flush(): void {
    this.#frame = 0;
    this.#drawnMs = performance.now();
    const text = skippedText(this.#dropped, this.#isUncounted);
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
    // What set the colours may be among the lines that are missing.
    if (stream === "skipped") this.#styles.clear();
    return { key: this.#keys++, stream, parts };
  }
}

/** The screen with more lines at its end and no more than it may keep. Blocks that did not change stay the same objects. */
export function appendLines(screen: Screen, fresh: readonly ShownLine[], nextKey: () => number): Screen {
  const blocks = [...screen.blocks];
  let rest = fresh;
  const last = blocks.at(-1);
  if (last && last.lines.length < blockLines) {
    const room = blockLines - last.lines.length;
    blocks[blocks.length - 1] = { key: last.key, lines: [...last.lines, ...rest.slice(0, room)] };
    rest = rest.slice(room);
  }
  for (let from = 0; from < rest.length; from += blockLines) {
    blocks.push({ key: nextKey(), lines: rest.slice(from, from + blockLines) });
  }
  const surplus = Math.max(0, blocks.length - keptLines / blockLines);
  return { blocks: blocks.slice(surplus), isCut: screen.isCut || surplus > 0 };
}

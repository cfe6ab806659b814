/**
 * One line of a game's output as a terminal would show it: colours (`ESC[…m` and Minecraft's section sign), carriage
 * returns and backspaces that overwrite, erasing, tabs. Everything else that does not print is left out. Pure; the work
 * is linear in the length of the line. ECMA-48, xterm's control sequences.
 */
export type TerminalStyle = {
  color?: string | undefined;
  background?: string | undefined;
  bold?: boolean | undefined;
  dim?: boolean | undefined;
  italic?: boolean | undefined;
  underline?: boolean | undefined;
  strike?: boolean | undefined;
};
export type TerminalPart = { text: string; style: TerminalStyle | null };

type Cell = { character: string; style: TerminalStyle | null };

/** No line is longer (lib/provisioning/docker/log-frames.ts), so a larger cursor position is invalid. */
const maxColumns = 10_000;
const tabWidth = 8;

/** Colours 0 to 15, all readable on the console's dark background. */
const palette = [
  "#8b98a6",
  "#ff7b7b",
  "#6fd391",
  "#e5c15d",
  "#7ab7ff",
  "#e08cf0",
  "#5fd3d3",
  "#d3dae2",
  "#a3afbc",
  "#ff9b9b",
  "#8df0ae",
  "#ffe08a",
  "#a5cfff",
  "#f0b0fa",
  "#8ceded",
  "#ffffff",
];
/** Minecraft's 0 to f, in those colours. */
const sectionColors = [0, 4, 2, 6, 1, 5, 3, 7, 8, 12, 10, 14, 9, 13, 11, 15];

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are parsed here
const special = /[\u0000-\u001f\u007f-\u009f\u00a7]/;
/** A control sequence with its parts, one that its line cuts off, an operating system command, any other escape. */
const sequence = new RegExp(
  [
    "(?:\\u001b\\[|\\u009b)([0-?]*)([ -/]*)([@-~])",
    "(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*$",
    "(?:\\u001b\\]|\\u009d)[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)",
    "\\u001b[ -/]*[0-~]",
  ].join("|"),
  "y",
);

export function readTerminalLine(
  text: string,
  start: TerminalStyle | null = null,
): { parts: TerminalPart[]; end: TerminalStyle | null } {
  if (!special.test(text)) return { parts: text === "" ? [] : [{ text, style: start }], end: start };
  const screen = new Screen(start);
  for (let at = 0; at < text.length; ) at = screen.take(text, at);
  return { parts: partsOf(screen.cells), end: screen.carried };
}

class Screen {
  cells: Cell[] = [];
  #column = 0;
  #style: TerminalStyle | null;
  /** The style that the game set by escape sequences. Colours set by the section sign end with their line. */
  carried: TerminalStyle | null;

  constructor(start: TerminalStyle | null) {
    this.#style = start;
    this.carried = start;
  }

  /** Parses the token at this position; returns the position after it. */
  take(text: string, at: number): number {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === "\u001b" || character === "\u009b" || character === "\u009d") return this.#escape(text, at);
    if (character === "\u00a7" && /[0-9a-fk-orx]/i.test(text[at + 1] ?? "")) {
      this.#section((text[at + 1] ?? "").toLowerCase());
      return at + 2;
    }
    if (character === "\r") this.#column = 0;
    else if (character === "\b") this.#column = Math.max(0, this.#column - 1);
    else if (character === "\t") this.#tab();
    else if (character === "\u00a7" || !special.test(character)) this.#put(character);
    return at + character.length;
  }

  #escape(text: string, at: number): number {
    sequence.lastIndex = at;
    const match = sequence.exec(text);
    // A sequence that is cut off is not shown.
    if (!match) return at + 1;
    const [all, parameters = "", intermediates = "", final] = match;
    if (final && intermediates === "" && /^[\d;:]*$/.test(parameters)) this.#control(final, parameters);
    return at + all.length;
  }

  #control(final: string, parameters: string): void {
    const first = Number(parameters.split(";")[0] || 0);
    if (final === "m") {
      this.#style = applySgr(this.#style, parameters);
      this.carried = this.#style;
    } else if (final === "K") this.#erase(first);
    else if (final === "G") this.#moveTo(Math.max(1, first) - 1);
    else if (final === "C") this.#moveTo(this.#column + Math.max(1, first));
    else if (final === "D") this.#moveTo(this.#column - Math.max(1, first));
  }

  #moveTo(column: number): void {
    this.#column = Math.max(0, Math.min(column, maxColumns));
  }

  #tab(): void {
    const next = (Math.floor(this.#column / tabWidth) + 1) * tabWidth;
    // A tab moves the cursor; it writes spaces only where the line is empty.
    while (this.cells.length < next) this.cells.push({ character: " ", style: null });
    this.#moveTo(next);
  }

  #put(character: string): void {
    if (this.#column >= maxColumns) return;
    while (this.cells.length < this.#column) this.cells.push({ character: " ", style: null });
    this.cells[this.#column] = { character, style: this.#style };
    this.#column++;
  }

  #erase(mode: number): void {
    if (mode === 0) this.cells.length = Math.min(this.cells.length, this.#column);
    else if (mode === 2) this.cells = [];
    else if (mode === 1) {
      const end = Math.min(this.cells.length, this.#column + 1);
      for (let column = 0; column < end; column++) this.cells[column] = { character: " ", style: null };
    }
  }

  #section(code: string): void {
    const color = Number.parseInt(code, 16);
    if (code === "r") this.#style = null;
    else if (!Number.isNaN(color)) this.#style = { color: palette[sectionColors[color] ?? 7] };
    else if (code === "l") this.#style = { ...this.#style, bold: true };
    else if (code === "m") this.#style = { ...this.#style, strike: true };
    else if (code === "n") this.#style = { ...this.#style, underline: true };
    else if (code === "o") this.#style = { ...this.#style, italic: true };
  }
}

const flags: Record<number, TerminalStyle> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  9: { strike: true },
  22: { bold: undefined, dim: undefined },
  23: { italic: undefined },
  24: { underline: undefined },
  29: { strike: undefined },
  39: { color: undefined },
  49: { background: undefined },
};

/** Select Graphic Rendition: the style after `ESC[…m`. */
function applySgr(before: TerminalStyle | null, parameters: string): TerminalStyle | null {
  const codes = parameters.split(/[;:]/).map((code) => Number(code || 0));
  let style: TerminalStyle = before ?? {};
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 0) style = {};
    else if (code === 38 || code === 48) {
      const { color, length } = extendedColor(codes.slice(at + 1, at + 5), code === 48);
      style = { ...style, ...(code === 38 ? { color } : { background: color }) };
      at += length;
    } else if (code >= 30 && code <= 37) style = { ...style, color: palette[code - 30] };
    else if (code >= 90 && code <= 97) style = { ...style, color: palette[code - 82] };
    else if (code >= 40 && code <= 47) style = { ...style, background: groundOf(palette[code - 40]) };
    else if (code >= 100 && code <= 107) style = { ...style, background: groundOf(palette[code - 92]) };
    else style = { ...style, ...flags[code] };
  }
  return Object.values(style).some((value) => value !== undefined) ? style : null;
}

/** `5;n` of 256 colours or `2;r;g;b`, and how many codes that is. */
function extendedColor(codes: number[], isGround: boolean): { color: string | undefined; length: number } {
  const [kind, a = 0, b = 0, c = 0] = codes;
  const make = (rgb: number[]) => (isGround ? ground(rgb) : readable(rgb));
  if (kind === 2) return { color: make([a, b, c]), length: 4 };
  if (kind !== 5) return { color: undefined, length: 1 };
  if (a < 16) return { color: isGround ? groundOf(palette[a]) : palette[a], length: 2 };
  if (a >= 232) return { color: make(Array(3).fill(8 + (a - 232) * 10)), length: 2 };
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  return { color: make([Math.floor((a - 16) / 36), Math.floor((a - 16) / 6) % 6, (a - 16) % 6].map(level)), length: 2 };
}

const css = (rgb: number[]) => `rgb(${rgb.map((value) => Math.max(0, Math.min(255, Math.round(value)))).join(" ")})`;

/** Mixed with white until it is readable on the dark background. */
function readable(rgb: number[]): string {
  const [red = 0, green = 0, blue = 0] = rgb;
  const light = 0.299 * red + 0.587 * green + 0.114 * blue;
  const share = light >= 130 ? 0 : (130 - light) / (255 - light);
  return css(rgb.map((value) => value + (255 - value) * share));
}

/** Darkened until all the colours above are readable on it. */
function ground(rgb: number[]): string {
  return css(rgb.map((value) => value * 0.25));
}

function groundOf(color: string | undefined): string | undefined {
  const digits = /^#(..)(..)(..)$/.exec(color ?? "")?.slice(1);
  return digits && ground(digits.map((part) => Number.parseInt(part, 16)));
}

/** Adjacent characters of one style become one part; trailing spaces are removed. */
function partsOf(cells: Cell[]): TerminalPart[] {
  const parts: TerminalPart[] = [];
  for (const { character, style } of cells) {
    const last = parts.at(-1);
    if (last && last.style === style) last.text += character;
    else parts.push({ text: character, style });
  }
  return parts;
}

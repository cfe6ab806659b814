import type { Token } from "../records/tokens";

/** One entry of a zone file (RFC 1035, 5.1): a directive or a record, which parentheses may spread over lines. */
export type Entry = {
  line: number;
  /** Whether the entry begins with a blank, so that it has the name of the one before. */
  continues: boolean;
  tokens: Token[];
  problem?: { line: number; message: string };
};

const blank = /[^\S\n]/;
const endOfPlain = /[\s;()"]/;

/** Splits the text of a zone file into its entries; reads every character once. */
export function* scanEntries(text: string): Generator<Entry> {
  const scanner = new Scanner(text);
  while (!scanner.atEnd) {
    const entry = scanner.readEntry();
    if (entry.tokens.length > 0 || entry.problem) yield entry;
  }
}

class Scanner {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Reads up to the end of the line that is not in parentheses. */
  readEntry(): Entry {
    const entry: Entry = { line: this.#line, continues: blank.test(this.#text[this.#at] ?? ""), tokens: [] };
    let open = 0;
    while (!this.atEnd) {
      const char = this.#text[this.#at] ?? "";
      if (char === "\n") {
        this.#newLine();
        if (open === 0) return entry;
      } else if (char === ";") this.#skipComment();
      else if (char === "(") open = this.#parenthesis(entry, open, 1);
      else if (char === ")") open = this.#parenthesis(entry, open, -1);
      else if (char === '"') this.#readQuoted(entry);
      else if (blank.test(char)) this.#at++;
      else this.#readPlain(entry);
    }
    if (open > 0) this.#report(entry, "A parenthesis is not closed. Add a ) at the end of the record.", entry.line);
    return entry;
  }

  #newLine(): void {
    this.#at++;
    this.#line++;
  }

  #skipComment(): void {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #parenthesis(entry: Entry, open: number, step: 1 | -1): number {
    this.#at++;
    if (entry.tokens.length === 0) entry.line = this.#line;
    if (open + step >= 0) return open + step;
    this.#report(entry, "A parenthesis is closed that was not opened. Remove the ).");
    return 0;
  }

  #readQuoted(entry: Entry): void {
    const start = ++this.#at;
    while (!this.atEnd) {
      const char = this.#text[this.#at];
      if (char === '"') {
        entry.tokens.push({ text: this.#text.slice(start, this.#at++), quoted: true });
        return;
      }
      if (char === "\n") break;
      this.#skipCharacter();
    }
    this.#report(entry, 'A quote is not closed in its line. Add a " at the end of the text.');
  }

  #readPlain(entry: Entry): void {
    const start = this.#at;
    while (!this.atEnd && !endOfPlain.test(this.#text[this.#at] ?? "")) this.#skipCharacter();
    entry.tokens.push({ text: this.#text.slice(start, this.#at), quoted: false });
  }

  /** One character, or a backslash with the one that it protects. */
  #skipCharacter(): void {
    const protects = this.#text[this.#at] === "\\" && (this.#text[this.#at + 1] ?? "\n") !== "\n";
    this.#at += protects ? 2 : 1;
  }

  #report(entry: Entry, message: string, line = this.#line): void {
    entry.problem ??= { line, message };
  }
}

/**
 * Finds the ends of SQL statements line by line (PostgreSQL, 4.1 Lexical Structure): quotes, dollar quotes and comments may
 * have semicolons in them and go over several lines. Pure.
 */
type Inside = { kind: "code" } | { kind: "quote"; end: string; escapes: boolean } | { kind: "comment"; depth: number };

const opening = /'|"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|--|\/\*|;/g;
const isWord = (character: string | undefined) => character !== undefined && /[\w$\u0080-\uffff]/.test(character);

export class StatementSplitter {
  #inside: Inside = { kind: "code" };
  #text = "";

  /** What is there of a statement that has no end yet. */
  get rest(): string {
    return this.#text;
  }

  /** True between statements. */
  get isBetween(): boolean {
    return this.#inside.kind === "code" && this.#text.trim() === "";
  }

  /** `line` with its line break. Returns the statements that end in it, without their semicolons. */
  add(line: string): string[] {
    const statements: string[] = [];
    let from = 0;
    for (let at = 0; at < line.length; ) {
      const { next, ends } = this.#step(line, at);
      if (ends) {
        statements.push((this.#text + line.slice(from, next - 1)).trim());
        this.#text = "";
        from = next;
      }
      at = next;
    }
    this.#text += line.slice(from);
    return statements.filter((statement) => statement !== "");
  }

  #step(line: string, at: number): { next: number; ends?: boolean } {
    const inside = this.#inside;
    if (inside.kind === "quote") return { next: this.#afterQuote(line, at, inside) };
    if (inside.kind === "comment") return { next: this.#afterComment(line, at, inside.depth) };
    opening.lastIndex = at;
    const match = opening.exec(line);
    if (!match) return { next: line.length };
    const [token] = match;
    const next = match.index + token.length;
    if (token === ";") return { next, ends: true };
    if (token === "--") return { next: line.length };
    if (token === "/*") this.#inside = { kind: "comment", depth: 1 };
    else if (!token.startsWith("$"))
      this.#inside = { kind: "quote", end: token, escapes: isEscaped(line, match.index) };
    // A dollar within a name begins no quote.
    else if (isWord(line[match.index - 1])) return { next: match.index + 1 };
    else this.#inside = { kind: "quote", end: token, escapes: false };
    return { next };
  }

  /** A doubled quote ends one text and begins the next one, which comes to the same. */
  #afterQuote(line: string, at: number, { end, escapes }: Extract<Inside, { kind: "quote" }>): number {
    for (let from = at; ; ) {
      const found = line.indexOf(end, from);
      const backslash = escapes ? line.indexOf("\\", from) : -1;
      if (backslash !== -1 && (found === -1 || backslash < found)) {
        from = backslash + 2;
        continue;
      }
      if (found === -1) return line.length;
      this.#inside = { kind: "code" };
      return this.#afterDoubled(line, found + end.length, end, escapes);
    }
  }

  /** In a text with escapes, the part after a doubled quote has them too. */
  #afterDoubled(line: string, next: number, end: string, escapes: boolean): number {
    if (!escapes || line[next] !== end) return next;
    this.#inside = { kind: "quote", end, escapes };
    return next + 1;
  }

  /** Comments nest. */
  #afterComment(line: string, at: number, depth: number): number {
    const match = /\/\*|\*\//.exec(line.slice(at));
    if (!match) return line.length;
    const left = depth + (match[0] === "/*" ? 1 : -1);
    this.#inside = left === 0 ? { kind: "code" } : { kind: "comment", depth: left };
    return at + match.index + 2;
  }
}

/** E'…' has escapes with backslashes. */
const isEscaped = (line: string, at: number) =>
  line[at] === "'" && /[eE]/.test(line[at - 1] ?? "") && !isWord(line[at - 2]);

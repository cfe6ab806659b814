import { InvalidRecord } from "./invalid-record";

/** A field of a record's value. The text of a quoted one is what stands between its quotes, with its escapes. */
export type Token = { text: string; quoted: boolean };

/** Splits a value at its blanks. Linear in its length. */
export function tokenise(value: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|([^\s"]+)|(")/gs;
  for (const [, quoted, plain, unclosed] of value.matchAll(pattern)) {
    if (unclosed !== undefined) throw new InvalidRecord('A quote is not closed. Add a " at the end of the text.');
    tokens.push(quoted === undefined ? { text: plain ?? "", quoted: false } : { text: quoted, quoted: true });
  }
  return tokens;
}

/** The text of a canonical value again. */
export function joinTokens(tokens: readonly Token[]): string {
  return tokens.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");
}

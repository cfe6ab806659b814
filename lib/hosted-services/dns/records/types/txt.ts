import { decodeString, decodeText, encodeString, encodeText, splitOctets, stringOctets } from "../character-strings";
import { InvalidRecord } from "../invalid-record";
import type { RecordKind } from "../record-kind";
import { type Token, tokenise } from "../tokens";

/** The strings of a value; longer ones are split, as the wire format demands (RFC 1035, 3.3.14). */
function canonical(strings: readonly Uint8Array[]): string {
  if (strings.length === 0) throw new InvalidRecord("Enter a text.");
  return strings.flatMap(splitOctets).map(encodeString).join(" ");
}

/** A text in quotes is taken as strings; a text without them is one text, with its blanks, as people paste it. */
function readTyped(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new InvalidRecord("Enter a text.");
  if (!trimmed.startsWith('"')) return canonical([encodeText(trimmed)]);
  const tokens = tokenise(trimmed);
  if (tokens.some(({ quoted }) => !quoted)) {
    throw new InvalidRecord(
      "A part of the text is outside the quotes. Put each string in quotes, or remove all quotes.",
    );
  }
  return canonical(tokens.map((token) => decodeString(token.text)));
}

/** Without quotes where typing the result gives the same value again; otherwise as it is stored. */
function display(value: string): string {
  const strings = tokenise(value).map((token: Token) => decodeString(token.text));
  const filled = strings.slice(0, -1).every((part) => part.length === stringOctets);
  const text = filled ? decodeText(Uint8Array.from(strings.flatMap((part) => [...part]))) : null;
  return text === null || text === "" || text !== text.trim() || text.startsWith('"') ? value : text;
}

export const txt: RecordKind = {
  label: "Text",
  example: "v=spf1 mx -all",
  read: (tokens) => canonical(tokens.map((token) => decodeString(token.text))),
  readTyped,
  display,
};

import { decodeString, decodeText } from "../character-strings";
import { wholeNumber } from "../fields";
import { InvalidRecord } from "../invalid-record";
import { ipv4, ipv6 } from "../ip-addresses";
import { shorten } from "../names";
import type { Token } from "../tokens";

/**
 * Parameters of HTTPS and SVCB records (RFC 9460, 7 and 14.3), in the order and form in which name servers store them.
 */
type Parameter = { number: number; read: ((value: string) => string) | null };

const list = (value: string, readItem: (item: string) => string) => value.split(",").map(readItem).join(",");

const known = new Map<string, Parameter>([
  ["mandatory", { number: 0, read: readMandatory }],
  ["alpn", { number: 1, read: (value) => list(value, readProtocol) }],
  ["no-default-alpn", { number: 2, read: null }],
  ["port", { number: 3, read: (value) => String(wholeNumber(value, "port", 65_535)) }],
  ["ipv4hint", { number: 4, read: (value) => list(value, ipv4) }],
  ["ech", { number: 5, read: readBase64 }],
  ["ipv6hint", { number: 6, read: (value) => list(value, ipv6) }],
]);

function numberOf(key: string): number {
  const numbered = /^key([1-9]\d{0,4})$/.exec(key)?.[1];
  const number = known.get(key)?.number ?? (numbered === undefined ? Number.NaN : Number(numbered));
  // Numbers of known keys have their names, so that each parameter has one form.
  if (!(number < 65_535) || (numbered !== undefined && number <= 6)) {
    throw new InvalidRecord(`The parameter "${shorten(key)}" is unknown. Use ${[...known.keys()].join(", ")} or key7.`);
  }
  return number;
}

function readMandatory(value: string): string {
  const keys = value.toLowerCase().split(",");
  if (keys.includes("mandatory") || new Set(keys).size !== keys.length) {
    throw new InvalidRecord("The parameter mandatory lists each other parameter at most once.");
  }
  return keys.sort((left, right) => numberOf(left) - numberOf(right)).join(",");
}

function readProtocol(text: string): string {
  if (!/^[a-z0-9._/+-]{1,255}$/i.test(text)) {
    throw new InvalidRecord(`"${shorten(text)}" is no protocol. Write alpn=h3,h2 or similar.`);
  }
  return text;
}

function readBase64(value: string): string {
  if (!/^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i.test(value) || value === "") {
    throw new InvalidRecord("The parameter ech has the form base64.");
  }
  // Unused bits of the last digit become zero.
  return `"${btoa(atob(value))}"`;
}

/** PowerDNS does not parse blanks, parentheses, quotes and escapes in parameters that it does not know. */
function readNumbered(key: string, value: string): string {
  if (/^[a-z0-9!#$%&'*+,./:=?@^_{|}~-]{1,255}$/i.test(value)) return value;
  throw new InvalidRecord(
    `The value of ${shorten(key)} has letters, digits and signs only, without blanks and quotes.`,
  );
}

/** `key`, `key=value`, or `key=` followed by the value in quotes. */
function pairs(tokens: readonly Token[]): { key: string; value: string | null }[] {
  const found: { key: string; value: string | null }[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (token.quoted) {
      const last = found.at(-1);
      if (!last || before?.quoted !== false || last.value !== "") {
        throw new InvalidRecord("A text in quotes follows the = of its parameter.");
      }
      last.value = token.text;
    } else {
      const at = token.text.indexOf("=");
      const key = (at < 0 ? token.text : token.text.slice(0, at)).toLowerCase();
      found.push({ key, value: at < 0 ? null : token.text.slice(at + 1) });
    }
  }
  return found;
}

/** The canonical parameters, ordered by their numbers. */
export function readParameters(tokens: readonly Token[]): string[] {
  const read = pairs(tokens).map(({ key, value }) => ({ key, value, number: numberOf(key) }));
  read.sort((left, right) => left.number - right.number);
  for (const [index, { key }] of read.entries()) {
    if (read[index - 1]?.key === key) throw new InvalidRecord(`The parameter ${key} is there twice. Remove one.`);
  }
  const keys = new Set(read.map(({ key }) => key));
  for (const { key, value } of read) {
    const missing =
      key === "mandatory" &&
      value
        ?.toLowerCase()
        .split(",")
        .find((name) => !keys.has(name));
    if (missing) throw new InvalidRecord(`The parameter ${shorten(missing)} is mandatory but missing. Add it.`);
  }
  return read.map(({ key, value }) => `${key}${formatValue(key, value)}`);
}

function formatValue(key: string, value: string | null): string {
  const parameter = known.get(key);
  if (parameter?.read === null) {
    if (value !== null) throw new InvalidRecord(`The parameter ${key} has no value. Remove the value.`);
    return "";
  }
  if (value === null || value === "") throw new InvalidRecord(`The parameter ${key} needs a value, as in ${key}=…`);
  if (!parameter) return `="${readNumbered(key, value)}"`;
  return `=${parameter.read(decodeText(decodeString(value)) ?? "")}`;
}

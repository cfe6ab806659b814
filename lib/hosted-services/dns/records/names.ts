import { normaliseTyped } from "@/lib/core/typed-text";
import { attempt, InvalidRecord } from "./invalid-record";
import { decodePunycode } from "./punycode";

/**
 * Names as the name server stores them: absolute, lower case, ASCII, with a trailing dot (`www.example.com.`). What
 * people type, and what a zone file has, is read into this form.
 */
export type NameReader = (text: string) => string;

const label = /^[a-z0-9_-]+$/;
const otherDots = /[\u3002\uff0e\uff61]/g;

/** Reads an absolute name, with or without its trailing dot; a wildcard may be its first label. */
export function absoluteName(text: string): string {
  const typed = normaliseTyped(text.replace(otherDots, "."));
  const bare = typed.endsWith(".") ? typed.slice(0, -1) : typed;
  if (bare === "") throw new InvalidRecord("Enter a name, such as www.example.com.");
  const labels = bare.split(".").map((part, index) => (part === "*" && index === 0 ? part : asciiLabel(part, typed)));
  const name = labels.join(".");
  if (name.length > 253) throw new InvalidRecord(`The name has ${name.length} characters. At most 253 are allowed.`);
  return `${name}.`;
}

function asciiLabel(text: string, name: string): string {
  if (text === "") throw new InvalidRecord(`"${shorten(name)}" has two dots in a row, or begins with one. Remove one.`);
  if (text.includes("*")) throw new InvalidRecord("A wildcard is the first part alone, as in *.example.com.");
  const lower = text.toLowerCase();
  const ascii = /[^\0-\x7f]/.test(lower) ? punycodeLabel(lower) : lower;
  if (ascii.length > 63) {
    throw new InvalidRecord(`The part "${shorten(text)}" has ${ascii.length} characters. At most 63 are allowed.`);
  }
  if (!label.test(ascii)) {
    throw new InvalidRecord(`"${shorten(name)}" is not a name. Use letters, digits, hyphens and underscores.`);
  }
  return ascii;
}

/** The label as DNS has it (IDNA, UTS 46): `münchen` is `xn--mnchen-3ya`. Under a suffix, since a number is no host. */
function punycodeLabel(text: string): string {
  const url = `http://${text}.example/`;
  if (/[/:?#@\\%]/.test(text) || !URL.canParse(url)) {
    throw new InvalidRecord(`"${shorten(text)}" has characters that no domain name may have. Remove them.`);
  }
  return new URL(url).hostname.slice(0, -".example".length);
}

/** Whether `name` is `zone` or below it; both canonical. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/**
 * The owner of a record as people type it: `@` is the zone, `www` is below it, `www.example.com` is taken as absolute
 * if it ends with the zone's name.
 */
export function typedOwner(text: string, zone: string): string {
  const typed = normaliseTyped(text).toLowerCase();
  if (typed === "") throw new InvalidRecord("Enter a name. @ is the zone itself.");
  if (typed === "@") return zone;
  const absolute = absoluteName(typed);
  if (isWithin(absolute, zone)) return absolute;
  if (typed.endsWith(".")) {
    throw new InvalidRecord(`${displayName(absolute)} is not in the zone ${displayName(zone)} Choose a name in it.`);
  }
  return absoluteName(`${typed}.${zone}`);
}

/** Whether people may type `text`, such as `WWW` or `www.example.com`, for the owner `name`. */
export function isTypedOwner(text: string, name: string, zone: string): boolean {
  const owner = attempt(() => typedOwner(text, zone));
  return "value" in owner && owner.value === name;
}

/** A name in a value as people type it: a single word is below the zone, everything else is absolute. */
export function typedTarget(text: string, zone: string): string {
  const typed = normaliseTyped(text);
  if (typed === "@") return zone;
  return absoluteName(/[.\u3002\uff0e\uff61]/.test(typed) ? typed : `${typed}.${zone}`);
}

/** A name as people read it: `xn--mnchen-3ya.de.` is `münchen.de.` */
export function displayName(name: string): string {
  return name.split(".").map(displayLabel).join(".");
}

/** The owner of a record as pages show it: `@`, or the part before the zone's name. */
export function displayOwner(name: string, zone: string): string {
  if (name === zone) return "@";
  return displayName(isWithin(name, zone) ? name.slice(0, -(zone.length + 1)) : name);
}

function displayLabel(text: string): string {
  if (!text.startsWith("xn--")) return text;
  const decoded = decodePunycode(text.slice(4));
  // A label that does not encode back to itself is shown as it is stored: two labels must not look the same.
  if (decoded === null || !URL.canParse(`http://${decoded}.example/`)) return text;
  return new URL(`http://${decoded}.example/`).hostname === `${text}.example` ? decoded : text;
}

/** Texts of people in messages, cut so that no message fills a page. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

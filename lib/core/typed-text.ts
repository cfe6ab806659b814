/**
 * What people type or paste, in the one form that is stored and compared. Keyboards, phones and mail programs put in
 * long dashes, non-breaking blanks, full-width characters and digits of other scripts; none of them is meant. Pure, and
 * free of imports: forms and the server use the same.
 */
const dashes = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\u00ad]/g;
const invisible = /[\u200b-\u200d\u2060\ufeff]/g;
const blanks = /[\s\u00a0]+/g;

/** One line: NFKC, every dash "-", every run of blanks one space, nothing invisible, none at the ends. */
export function normaliseTyped(text: string): string {
  // Before NFKC, which makes a plain hyphen of one dash and leaves the others.
  return text.replace(dashes, "-").replace(invisible, "").normalize("NFKC").replace(blanks, " ").trim();
}

/** A code: as {@link normaliseTyped}, with ASCII digits, without blanks and dashes. */
export function normaliseCode(text: string): string {
  return normaliseTyped(text)
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[ -]/g, "");
}

/** Decimal digits of a script are ten code points in a row (Unicode, 4.6): the distance to the first is the value. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

/** A name: as it was written, with the usual blanks and composed letters (NFC). Line breaks stay, to be refused. */
export function normaliseName(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\p{Zs}+/gu, " ")
    .trim();
}

/**
 * An e-mail address in lower case, its domain as DNS has it (IDNA): `ada@münchen.example` →
 * `ada@xn--mnchen-3ya.example`. Text after the domain is kept, so that it is refused and not dropped.
 */
export function normaliseEmail(text: string): string {
  const typed = normaliseTyped(text).toLowerCase();
  const at = typed.lastIndexOf("@");
  const domain = typed.slice(at + 1);
  if (at < 1 || /^[\x21-\x7e]*$/.test(domain) || /[:/?#\\]/.test(domain)) return typed;
  if (!URL.canParse(`http://${domain}/`)) return typed;
  return `${typed.slice(0, at)}@${new URL(`http://${domain}/`).hostname}`;
}

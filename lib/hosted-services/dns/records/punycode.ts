/**
 * Decodes the part after `xn--` of a label (RFC 3492, 6.2). Browsers have no function for it. Null if it is malformed.
 */
export function decodePunycode(text: string): string | null {
  const split = text.lastIndexOf("-");
  const output = Array.from(split > 0 ? text.slice(0, split) : "", (char) => char.codePointAt(0) ?? 0);
  let [n, i, bias, at] = [128, 0, 72, split > 0 ? split + 1 : 0];
  while (at < text.length) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = digitOf(text.charCodeAt(at++));
      if (digit < 0) return null;
      i += digit * weight;
      const threshold = Math.min(26, Math.max(1, k - bias));
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const count = output.length + 1;
    bias = adapt(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return null;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** `a` to `z` are 0 to 25, `0` to `9` are 26 to 35; -1 for others and past the end. */
function digitOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : -1;
}

function adapt(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}

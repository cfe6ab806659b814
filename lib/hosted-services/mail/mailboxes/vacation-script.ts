import type { Autoresponder } from "../contract";

/** The Sieve script (RFC 5228, 5230, 5260) of an autoresponder; null when it is off. Pure. */
export function vacationScript(address: string, autoresponder: Autoresponder | null): string | null {
  if (!autoresponder?.enabled) return null;
  const { subject, text, from, until } = autoresponder;
  const days = [
    from && `currentdate :value "ge" "date" "${from}"`,
    until && `currentdate :value "le" "date" "${until}"`,
  ];
  const tests = days.filter((test) => test !== null && test !== "");
  const answer = [
    "vacation :days 1",
    `:addresses [${quoted(address)}]`,
    ...(subject === "" ? [] : [`:subject ${quoted(subject)}`]),
    `${quoted(text)};`,
  ].join(" ");
  if (tests.length === 0) return `require ["vacation"];\n${answer}\n`;
  return `require ["vacation", "date", "relational"];\nif allof(${[...tests, "true"].join(", ")}) {\n  ${answer}\n}\n`;
}

/** A quoted string; line breaks are allowed in it. */
const quoted = (text: string) =>
  `"${text.replaceAll("\0", "").replaceAll(/\r?\n/g, "\r\n").replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

import { decodeString, decodeText } from "../character-strings";
import { characterString, fieldsOf, wholeNumber } from "../fields";
import { InvalidRecord } from "../invalid-record";
import type { RecordKind } from "../record-kind";
import { hostOrNone, targetOrNone } from "./targets";

const named = "Give the host an A or AAAA record, and write its name here.";

/** RFC 5321, 5.1; `0 .` means that the domain receives no mail (RFC 7505). */
export const mx: RecordKind = {
  label: "Mail server",
  example: "10 mail.example.net",
  nameAt: 1,
  read(tokens, readTarget) {
    const [preference = "", host = ""] = fieldsOf(tokens, 2, "a preference and a name, such as 10 mail.example.net");
    const target = hostOrNone(host, readTarget, named);
    const number = wholeNumber(preference, "preference", 65_535);
    if (target === "." && number !== 0) throw new InvalidRecord('Write "0 ." if this domain receives no mail.');
    return `${number} ${target}`;
  },
};

/** RFC 2782; the target `.` means that the service is not offered. */
export const srv: RecordKind = {
  label: "Service",
  example: "0 5 25565 play.example.net",
  nameAt: 3,
  read(tokens, readTarget) {
    const shape = "priority, weight, port and name, such as 0 5 25565 play.example.net";
    const [priority = "", weight = "", port = "", host = ""] = fieldsOf(tokens, 4, shape);
    return [
      wholeNumber(priority, "priority", 65_535),
      wholeNumber(weight, "weight", 65_535),
      wholeNumber(port, "port", 65_535),
      hostOrNone(host, readTarget, named),
    ].join(" ");
  },
  checkOwner(name) {
    if (!/^_[^.]+\._[^.]+\./.test(name)) {
      throw new InvalidRecord("The name of an SRV record begins with service and protocol, such as _minecraft._tcp.");
    }
  },
};

/**
 * Delimiter, expression, delimiter, replacement, delimiter, flag (RFC 3402, 3.2): resolvers drop answers with others.
 */
const substitution = /^([^\\0-9a-z])((?:\\.|(?!\1)[^\\])+)\1((?:\\.|(?!\1)[^\\])*)\1i?$/i;

/** RFC 3403, 4.1. */
export const naptr: RecordKind = {
  label: "Rewriting rule",
  example: '100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .',
  nameAt: 5,
  read(tokens, readTarget) {
    const shape = 'order, preference, "flags", "service", "expression" and a name or a dot';
    const [order = "", preference = "", flags = "", service = "", expression = "", replacement = ""] = fieldsOf(
      tokens,
      6,
      shape,
    );
    if (!/^[a-z0-9]*$/i.test(flags)) throw new InvalidRecord("The flags are letters and digits in quotes.");
    if (expression !== "" && replacement !== ".") {
      throw new InvalidRecord("A rule has an expression or a replacement, not both. Write . as replacement.");
    }
    if (expression !== "" && !substitution.test(decodeText(decodeString(expression)) ?? "")) {
      throw new InvalidRecord('The expression has the form "!what!instead!", such as "!^.*$!sip:info@example.com!".');
    }
    return [
      wholeNumber(order, "order", 65_535),
      wholeNumber(preference, "preference", 65_535),
      characterString(flags, "flags"),
      characterString(service, "service"),
      characterString(expression, "expression"),
      targetOrNone(replacement, readTarget, "Write a name or a single dot."),
    ].join(" ");
  },
};

import { decodeString, decodeText } from "../character-strings";
import { characterString, fieldsOf, registeredNumber } from "../fields";
import { InvalidRecord } from "../invalid-record";
import type { RecordKind } from "../record-kind";

const flagMeanings = { 0: "not critical", 128: "critical" } as const;

/** `ca.example.net; account=1`, or `;` for no authority (RFC 8659, 4.2). */
function checkIssuer(text: string): void {
  if (!/^\s*([a-z0-9-]+(\.[a-z0-9-]+)+)?\s*(;[\x20-\x7e]*)?$/i.test(text) || text.trim() === "") {
    throw new InvalidRecord('Write the domain of the authority, such as "letsencrypt.org", or ";" to allow none.');
  }
}

function checkReport(text: string): void {
  if (!/^mailto:[^\s@]+@[^\s@]+$/i.test(text) && !/^https?:\/\/[^\s/]+/i.test(text)) {
    throw new InvalidRecord('Write where to report, such as "mailto:security@example.com" or an https address.');
  }
}

function checkContact(text: string): void {
  if (text.trim() === "") throw new InvalidRecord("Write the contact in quotes.");
}

/** Tags of the IANA registry that authorities use, with the check of their value. */
const tags = new Map<string, (text: string) => void>([
  ["issue", checkIssuer],
  ["issuewild", checkIssuer],
  ["issuemail", checkIssuer],
  ["issuevmc", checkIssuer],
  ["iodef", checkReport],
  ["contactemail", checkContact],
  ["contactphone", checkContact],
]);

/** RFC 8659. */
export const caa: RecordKind = {
  label: "Allowed certificate authority",
  example: '0 issue "letsencrypt.org"',
  read(tokens) {
    const shape = 'flags, tag and value, such as 0 issue "letsencrypt.org"';
    const [flags = "", tag = "", value = ""] = fieldsOf(tokens, 3, shape);
    const check = tags.get(tag.toLowerCase());
    if (!check)
      throw new InvalidRecord(`The tag "${tag.slice(0, 20)}" is unknown. Use ${[...tags.keys()].join(", ")}.`);
    check(decodeText(decodeString(value)) ?? "");
    const number = registeredNumber(flags, "flags", flagMeanings);
    return `${number} ${tag.toLowerCase()} ${characterString(value, "value")}`;
  },
};

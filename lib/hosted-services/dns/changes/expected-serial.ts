import { coreErrors } from "@/lib/core/errors";

/** The serial in `If-Match: "2026112701"`: the change is made to this version only. Null without the header. */
export function expectedSerial(headers: Headers): number | null {
  const text = headers.get("if-match")?.trim() ?? "*";
  if (text === "*") return null;
  const digits = /^"(\d{1,10})"$/.exec(text)?.[1];
  if (digits) return Number(digits);
  throw coreErrors.malformed_request({ detail: 'Send the serial of the zone as If-Match: "2026112701".' });
}

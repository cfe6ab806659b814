import { InvalidRecord } from "./invalid-record";
import { shorten } from "./names";

/** An IPv4 address in its only form (RFC 6943, 3.1.1): four numbers without leading zeros. */
export function ipv4(text: string): string {
  const parts = text.split(".");
  const valid = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  if (valid) return text;
  const hint = text.includes(":") ? "An IPv6 address belongs into an AAAA record." : "Write it as 192.0.2.10.";
  throw new InvalidRecord(`"${shorten(text)}" is not an IPv4 address. ${hint}`);
}

/** An IPv6 address in the form of RFC 5952, as name servers store it. */
export function ipv6(text: string): string {
  if (!text.includes(":")) {
    const hint = /^[\d.]+$/.test(text) ? "An IPv4 address belongs into an A record." : "Write it as 2001:db8::1.";
    throw new InvalidRecord(`"${shorten(text)}" is not an IPv6 address. ${hint}`);
  }
  const address = `http://[${text}]/`;
  if (!/^[0-9a-f:.]+$/i.test(text) || !URL.canParse(address)) {
    throw new InvalidRecord(`"${shorten(text)}" is not an IPv6 address. Write it as 2001:db8::1.`);
  }
  const canonical = new URL(address).hostname.slice(1, -1);
  // ::ffff:192.0.2.1 and ::192.0.2.1 (RFC 4291, 2.5.5): name servers refuse the first and rewrite the second.
  if (/^::(ffff:)?[0-9a-f]{1,4}:[0-9a-f]{1,4}$/.test(canonical)) {
    throw new InvalidRecord("This is an IPv4 address in the form of IPv6. Write it as an A record.");
  }
  return canonical;
}

import { BlockList, isIP } from "node:net";
import { z } from "zod";

/**
 * The address in any form that proxies and configuration files write it: with a port (`203.0.113.9:51234`), in brackets
 * (`[2001:db8::1]:443`), quoted, with a zone (`fe80::1%eth0`), or an IPv4 address mapped into IPv6 (RFC 4291, 2.5.5.2).
 * Null when it is none.
 */
export function parseAddress(text: string): string | null {
  const bare = text.trim().replace(/^"(.*)"$/, "$1");
  const host = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(bare)?.[1] ?? bare;
  const [address = ""] = host.split("%");
  const mapped = unmapped(address);
  return isIP(mapped) === 0 ? null : mapped.toLowerCase();
}

/** The IPv4 address in `::ffff:192.0.2.1` or `::ffff:c000:201`; any other text as it is. */
function unmapped(address: string): string {
  const dotted = /^(?:0*:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (dotted) return dotted;
  const [, high = "", low = ""] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(address) ?? [];
  if (high === "") return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}

/** Whether `text` is an address or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
}

/** The first four groups of an IPv6 address as its /64, which is what one customer line has: `2001:db8:0:0::/64`. */
function ipv6Network(address: string): string {
  const [head = "", tail = ""] = address.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const groups = address.includes("::")
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right]
    : left;
  const first = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${first.join(":")}::/64`;
}

/**
 * What limits count clients by: an IPv4 address, also one mapped into IPv6 as sockets report it, or the /64 of an
 * IPv6 one; "unknown" without either.
 */
export function lineOf(address: string | null): string {
  const parsed = parseAddress(address ?? "");
  if (parsed === null) return "unknown";
  return isIP(parsed) === 6 ? ipv6Network(parsed) : parsed;
}

/**
 * The network within which an attacker changes addresses easily: the /24 of an IPv4 address, the /64 of an IPv6 one;
 * null without.
 */
export function networkOf(address: string | null): string | null {
  const family = isIP(address ?? "");
  if (address === null || family === 0) return null;
  if (family === 6) return ipv6Network(address.toLowerCase());
  return `${address.split(".").slice(0, 3).join(".")}.0/24`;
}

/** Whether an address is in one of the networks; an empty list allows all, an unknown address is in none. */
export function isAddressAllowed(address: string | null, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  const family = isIP(address ?? "");
  if (address === null || family === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", prefixLength] = network.split("/");
    const type = isIP(base) === 6 ? "ipv6" : "ipv4";
    if (prefixLength === undefined) list.addAddress(base, type);
    else list.addSubnet(base, Number(prefixLength), type);
  }
  return list.check(address, family === 6 ? "ipv6" : "ipv4");
}

const inside = new BlockList();
for (const [base, prefix] of [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  inside.addSubnet(base, prefix, "ipv4");
}
for (const [base, prefix] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const) {
  inside.addSubnet(base, prefix, "ipv6");
}

/**
 * Whether a network (as {@link networkOf} names it) is inside: private, loopback, link-local or a carrier's (RFC 1918,
 * 4193, 6598). Behind a proxy that is not configured as trusted, all clients have such an address.
 */
export function isInside(network: string): boolean {
  const [base = ""] = network.split("/");
  const address = base.includes("::") ? base.replace(/::$/, "::1") : base;
  const family = isIP(address);
  return family !== 0 && inside.check(address, family === 6 ? "ipv6" : "ipv4");
}

const reserved = new BlockList();
for (const [base, prefix] of [
  ["0.0.0.0", 8],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  reserved.addSubnet(base, prefix, "ipv4");
}
for (const [base, prefix] of [
  // Unspecified, and IPv4 addresses in IPv6 (RFC 4291).
  ["::", 96],
  // IPv4 addresses behind a translator (RFC 6052, RFC 8215), 6to4 and Teredo.
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2001::", 32],
  ["2002::", 16],
  ["2001:db8::", 32],
  ["fec0::", 10],
  ["ff00::", 8],
] as const) {
  reserved.addSubnet(base, prefix, "ipv6");
}

/**
 * Whether an address is one of the public internet: not {@link isInside}, and none of the special ones (RFC 6890), also
 * when it is an IPv4 address written as IPv6. Metadata services of clouds are link-local or unique local addresses.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === null) return false;
  const family = isIP(parsed) === 6 ? "ipv6" : "ipv4";
  return !inside.check(parsed, family) && !reserved.check(parsed, family);
}

/** Labels of RFC 1123, at least two, the last one without digits: no wildcard and no address. */
const form = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;

/** Names of hosts with commas between, as a list in small letters; empty for none. */
export const hostNames = z
  .string()
  .default("")
  .transform((text) =>
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  )
  .refine((names) => names.every((name) => form.test(name)), {
    error: "Use names, comma-separated, such as panel.example.net. No wildcards.",
  });

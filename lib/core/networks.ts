import { BlockList, isIP } from "node:net";

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

/** What tells one customer line from another: an IPv4 address, or the /64 of an IPv6 one; "unknown" without either. */
export function lineOf(address: string | null): string {
  if (address === null) return "unknown";
  return isIP(address) === 6 ? ipv6Network(address) : address;
}

/** The neighbourhood an attacker moves in easily: the /24 of an IPv4 address, the /64 of an IPv6 one; null without. */
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

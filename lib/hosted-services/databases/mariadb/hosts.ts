import { isIPv6 } from "node:net";
import { hostedServiceErrors } from "../../errors";

/** Every address. */
export const anyHost = "%";

/**
 * Networks as the hosts of accounts: an IPv4 network with its mask, an IPv6 network as the beginning of its addresses.
 * Throws `networks_not_enforced` for those of IPv6 that have no such form. Pure.
 */
export function hostsOf(networks: readonly string[]): string[] {
  if (networks.length === 0) return [anyHost];
  return [...new Set(networks.map(hostOf))].sort();
}

function hostOf(network: string): string {
  const [address = "", size] = network.split("/");
  if (isIPv6(address)) return ipv6Host(network, address, size === undefined ? 128 : Number(size));
  const bits = size === undefined ? 32 : Number(size);
  if (bits === 0) return "0.0.0.0/0.0.0.0";
  const mask = (0xffffffff << (32 - bits)) >>> 0;
  const base = (toNumber(address) & mask) >>> 0;
  return bits === 32 ? toText(base) : `${toText(base)}/${toText(mask)}`;
}

/** Whether each address of `host` is in one of `open`: the server takes the account with the smallest network. Pure. */
export const isCovered = (host: string, open: readonly string[]) => open.some((other) => contains(other, host));

function contains(outer: string, inner: string): boolean {
  if (outer === anyHost || outer === inner) return true;
  if (inner === anyHost || isText(outer) !== isText(inner)) return false;
  if (isText(outer)) return outer.endsWith("%") && inner.startsWith(outer.slice(0, -1));
  const [base, mask] = parts(outer);
  const [innerBase, innerMask] = parts(inner);
  return innerMask >= mask && (innerBase & mask) >>> 0 === base;
}

const isText = (host: string) => host.includes(":");
const parts = (host: string) => {
  const [base = "", mask = "255.255.255.255"] = host.split("/");
  return [toNumber(base), toNumber(mask)] as const;
};

const toNumber = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const toText = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");

/** MariaDB compares texts: those of a network begin alike if it ends at a colon and its groups are no zeros. */
function ipv6Host(network: string, address: string, bits: number): string {
  const text = canonical(address);
  if (bits === 128) return text;
  const groups =
    text
      .split("::")[0]
      ?.split(":")
      .filter(Boolean)
      .slice(0, bits / 16) ?? [];
  const prefix = groups.join(":");
  const isPrefix = bits > 0 && bits % 16 === 0 && groups.length === bits / 16;
  // Of several runs of zeros the longest is left out, which differs between the addresses of a network.
  if (isPrefix && !/\b0:0\b/.test(prefix)) return `${prefix}:%`;
  const detail = `${network}: MariaDB limits networks of IPv6 only at 16, 32, 48 … bits, without zeros in them.`;
  throw hostedServiceErrors.networks_not_enforced({ detail });
}

/** As inet_ntop writes it (RFC 5952). */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

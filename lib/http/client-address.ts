import { BlockList, isIP } from "node:net";
import { env } from "@/lib/core/env";
import { isAddressAllowed, lineOf } from "@/lib/core/networks";

/**
 * Where a request really came from. Our server entry (lib/bootstrap/web.ts) replaces whatever the client claimed with
 * the socket's peer in this header; forwarding headers count only when that peer is a configured proxy.
 */
export const peerHeader = "x-lightnode-peer";

let proxies: { source: string; list: BlockList } | undefined;

function trustedProxies(source: string): BlockList {
  if (proxies?.source === source) return proxies.list;
  const list = new BlockList();
  for (const entry of source
    .split(",")
    .map((text) => text.trim())
    .filter(Boolean)) {
    const [address = "", prefix] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  proxies = { source, list };
  return list;
}

function plain(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

/** The client's address, or null when it is unknown. Walks X-Forwarded-For from the right past trusted proxies. */
export function clientAddress(
  headers: Headers,
  trusted: string = env().TRUSTED_PROXIES,
  customers: string = trusted === "" ? "" : env().CUSTOMER_NETWORK_CIDR,
): string | null {
  const peer = plain(headers.get(peerHeader) ?? "");
  if (isIP(peer) === 0) return null;
  const list = trustedProxies(trusted);
  // A block that was named may hold customers' containers, which could then claim any address.
  const isCustomer = (address: string) => customers !== "" && isAddressAllowed(address, [customers]);
  const isTrusted = (address: string) =>
    list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") && !isCustomer(address);
  if (!isTrusted(peer)) return peer;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((text) => plain(text.trim()));
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) return peer;
    if (!isTrusted(hop)) return hop;
  }
  return peer;
}

/** What a limit is counted by: the address, or for IPv6 its /64, which is what one customer line has. */
export const limitSubject = lineOf;

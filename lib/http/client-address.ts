import { BlockList, isIP } from "node:net";
import { env } from "@/lib/core/env";
import { lineOf, parseAddress } from "@/lib/core/networks";

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

/** Whether the socket's peer is one of the configured proxies. */
export function isTrustedProxy(peer: string, trusted: string = env().TRUSTED_PROXIES): boolean {
  const address = parseAddress(peer);
  return address !== null && trustedProxies(trusted).check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** The client's address, or null when it is unknown. Walks X-Forwarded-For from the right past trusted proxies. */
export function clientAddress(headers: Headers, trusted: string = env().TRUSTED_PROXIES): string | null {
  const peer = parseAddress(headers.get(peerHeader) ?? "");
  if (peer === null) return null;
  if (!isTrustedProxy(peer, trusted)) return peer;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map(parseAddress);
  for (const hop of hops.reverse()) {
    if (hop === null) return peer;
    if (!isTrustedProxy(hop, trusted)) return hop;
  }
  return peer;
}

/** What a limit is counted by: the address, or for IPv6 its /64, which is what one customer line has. */
export const limitSubject = lineOf;

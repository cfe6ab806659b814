import { BlockList, isIP } from "node:net";
import { env } from "@/lib/core/env";
import { lineOf, parseAddress } from "@/lib/core/networks";

/**
 * Where a request really came from. Our server entry (lib/http/entry) replaces what the client sent with
 * the socket's peer in this header; forwarding headers count only when that peer is a configured proxy.
 */
export const peerHeader = "x-lightnode-peer";

type Rules = { source: string; trusted: BlockList; never: BlockList };
let rules: Rules | undefined;

/**
 * Entries with `!` in front are never proxies, also inside a network that is trusted (lib/core/env.ts adds customers').
 */
function rulesOf(source: string): Rules {
  if (rules?.source === source) return rules;
  const made: Rules = { source, trusted: new BlockList(), never: new BlockList() };
  for (const entry of source.split(",").map((text) => text.trim())) {
    if (entry === "") continue;
    const list = entry.startsWith("!") ? made.never : made.trusted;
    const [address = "", prefix] = entry.replace("!", "").split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  rules = made;
  return made;
}

/** Whether the socket's peer is one of the configured proxies. */
export function isTrustedProxy(peer: string, trusted: string = env().TRUSTED_PROXIES): boolean {
  const address = parseAddress(peer);
  if (address === null) return false;
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const { trusted: list, never } = rulesOf(trusted);
  return list.check(address, family) && !never.check(address, family);
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

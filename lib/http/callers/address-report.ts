import { isIP } from "node:net";
import { parseAddress } from "@/lib/core/networks";
import { clientAddress, limitSubject, peerHeader } from "./client-address";

/**
 * Reports which address the panel uses for the reader, and whether that can be right: a panel behind an untrusted
 * proxy counts all people as one, and one that trusts too much lets anybody choose their address. Pure.
 */
export type AddressReport = {
  /** Address of the socket's other end. */
  peer: string;
  /** The X-Forwarded-For header, unverified. */
  forwarded: string | null;
  /** The address that the panel uses. */
  believed: string | null;
  /** What limits are counted by. */
  countedBy: string;
  verdict: "direct" | "behind_trusted_proxy" | "untrusted_proxy" | "proxy_sends_nothing";
  advice: string;
};

export function addressReport(headers: Headers, trusted: string): AddressReport {
  const peer = plain(headers.get(peerHeader) ?? "");
  const sent = headers.get("x-forwarded-for");
  // Next writes the socket's own address there when nobody sent the header.
  const forwarded = sent !== null && plain(sent) !== peer ? sent : null;
  const believed = clientAddress(headers, trusted);
  const counted = { peer, forwarded, believed, countedBy: limitSubject(believed) };
  // The address differs from the peer only when the peer is trusted; a trusted peer that sends no header is used
  // itself.
  const isTrusted =
    clientAddress(new Headers({ [peerHeader]: peer, "x-forwarded-for": probeOf(peer) }), trusted) !== peer;
  if (isTrusted && believed !== peer) {
    return { ...counted, verdict: "behind_trusted_proxy", advice: `The proxy ${peer} is trusted and named you.` };
  }
  if (isTrusted) {
    const advice = `The proxy ${peer} is trusted but sends no X-Forwarded-For: everybody counts as one. Make it send the header.`;
    return { ...counted, verdict: "proxy_sends_nothing", advice };
  }
  if (forwarded !== null && isPrivate(peer)) {
    const advice = `A proxy at ${peer} passes requests on, and is not trusted: everybody counts as one. If it is yours, set TRUSTED_PROXIES=${peer}.`;
    return { ...counted, verdict: "untrusted_proxy", advice };
  }
  return { ...counted, verdict: "direct", advice: "You are connected directly; claims about addresses are ignored." };
}

const plain = (address: string): string => parseAddress(address) ?? address;

/** Some address that is surely not the peer (RFC 5737). */
const probeOf = (peer: string): string => (peer === "192.0.2.1" ? "198.51.100.1" : "192.0.2.1");

/** Loopback, private and link-local addresses: where one's own proxies are. */
function isPrivate(address: string): boolean {
  if (isIP(address) === 6) return address === "::1" || /^f[cd]|^fe[89ab]/i.test(address);
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/.test(address);
}

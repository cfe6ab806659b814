import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientAddress, limitSubject, peerHeader } from "./client-address";

const headers = (peer: string | null, forwarded?: string) => {
  const result = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  if (peer !== null) result.set(peerHeader, peer);
  return result;
};
const proxies = "10.0.0.1, 172.16.0.0/12, 2001:db8:ffff::/48";

describe("where a request comes from", () => {
  it.each([
    ["no proxy trusted, nothing claimed", "203.0.113.5", undefined, "", "203.0.113.5"],
    ["no proxy trusted: a claim is ignored", "203.0.113.5", "1.2.3.4", "", "203.0.113.5"],
    ["a header from an unknown client is ignored", "203.0.113.5", "1.2.3.4", proxies, "203.0.113.5"],
    ["the proxy's word counts", "10.0.0.1", "1.2.3.4", proxies, "1.2.3.4"],
    ["what the client put before it does not", "10.0.0.1", "9.9.9.9, 1.2.3.4", proxies, "1.2.3.4"],
    ["also not a proxy's address", "10.0.0.1", "10.0.0.1, 1.2.3.4", proxies, "1.2.3.4"],
    ["through two proxies", "10.0.0.1", "1.2.3.4, 172.20.1.1", proxies, "1.2.3.4"],
    ["only proxies", "10.0.0.1", "172.20.1.1", proxies, "10.0.0.1"],
    ["a proxy that says nothing", "10.0.0.1", undefined, proxies, "10.0.0.1"],
    ["a proxy that says nonsense", "10.0.0.1", "unknown", proxies, "10.0.0.1"],
    ["nonsense nearest to us hides what is before", "10.0.0.1", "1.2.3.4, x", proxies, "10.0.0.1"],
    ["a mapped peer", "::ffff:10.0.0.1", "::ffff:1.2.3.4", proxies, "1.2.3.4"],
    ["an address with its port", "10.0.0.1", "203.0.113.9:51234", proxies, "203.0.113.9"],
    ["an IPv6 address in brackets", "10.0.0.1", "[2001:db8::7]", proxies, "2001:db8::7"],
    ["and with its port", "10.0.0.1", "[2001:db8::7]:51234", proxies, "2001:db8::7"],
    ["in quotes", "10.0.0.1", '"[2001:db8::7]:51234"', proxies, "2001:db8::7"],
    ["with a zone", "10.0.0.1", "fe80::7%eth0", proxies, "fe80::7"],
    ["mapped, in hexadecimal", "10.0.0.1", "::ffff:c000:201", proxies, "192.0.2.1"],
    ["a proxy with its port", "10.0.0.1", "1.2.3.4, 172.20.1.1:8080", proxies, "1.2.3.4"],
    ["a customer's network inside a trusted one", "10.210.0.5", "1.2.3.4", "10.0.0.0/8,!10.210.0.0/16", "10.210.0.5"],
    ["the rest of that network", "10.209.0.5", "1.2.3.4", "10.0.0.0/8,!10.210.0.0/16", "1.2.3.4"],
    ["an IPv6 proxy", "2001:db8:ffff::1", "2001:db8::7", proxies, "2001:db8::7"],
    ["an unknown IPv6 client", "2001:db8:fffe::1", "2001:db8::7", proxies, "2001:db8:fffe::1"],
    ["no peer at all", null, "1.2.3.4", proxies, null],
    ["a peer that is no address", "localhost", "1.2.3.4", proxies, null],
  ])("%s", (_what, peer, forwarded, trusted, expected) => {
    expect(clientAddress(headers(peer, forwarded), trusted)).toBe(expected);
  });

  it("cannot be chosen by a client, whatever it sends", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e ,]*$/), (claim) => {
        expect(clientAddress(headers("203.0.113.5", claim), proxies)).toBe("203.0.113.5");
        expect(clientAddress(headers("10.0.0.1", `${claim}, 203.0.113.5`), proxies)).toBe("203.0.113.5");
      }),
    );
  });
});

describe("what a limit counts by", () => {
  it.each([
    ["203.0.113.5", "203.0.113.5"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0db8:0000:0000::1", "2001:db8:0:0::/64"],
    ["2001:db8:1::2:3:4:5", "2001:db8:1:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    [null, "unknown"],
  ])("%s: %s", (address, expected) => expect(limitSubject(address)).toBe(expected));

  it("is one for a whole /64 and another for the next", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    const half = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(half, half, half, half, (network, host, otherHost, otherNetwork) => {
        const subject = limitSubject([...network, ...host].join(":"));
        expect(limitSubject([...network, ...otherHost].join(":"))).toBe(subject);
        const other = limitSubject([...otherNetwork, ...host].join(":"));
        expect(other === subject).toBe(network.join(":") === otherNetwork.join(":"));
      }),
    );
  });
});

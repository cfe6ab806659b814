import { describe, expect, test } from "vitest";
import { addressReport } from "./address-report";
import { peerHeader } from "./client-address";

const report = (peer: string, forwarded: string | null, trusted: string) =>
  addressReport(new Headers({ [peerHeader]: peer, ...(forwarded ? { "x-forwarded-for": forwarded } : {}) }), trusted);

describe("the address self-test", () => {
  test.each([
    ["203.0.113.9", null, "", "direct", "203.0.113.9"],
    ["203.0.113.9", "9.9.9.9", "", "direct", "203.0.113.9"],
    ["127.0.0.1", "::ffff:127.0.0.1", "", "direct", "127.0.0.1"],
    ["10.0.0.2", "203.0.113.9", "", "untrusted_proxy", "10.0.0.2"],
    ["::1", "203.0.113.9", "", "untrusted_proxy", "::1"],
    ["10.0.0.2", "203.0.113.9", "10.0.0.0/8", "behind_trusted_proxy", "203.0.113.9"],
    ["10.0.0.2", "9.9.9.9, 203.0.113.9", "10.0.0.2", "behind_trusted_proxy", "203.0.113.9"],
    ["10.0.0.2", null, "10.0.0.2", "proxy_sends_nothing", "10.0.0.2"],
    ["192.0.2.1", null, "192.0.2.1", "proxy_sends_nothing", "192.0.2.1"],
  ] as const)("peer %s, header %s, trusted %j: %s", (peer, forwarded, trusted, verdict, believed) => {
    expect(report(peer, forwarded, trusted)).toMatchObject({ verdict, believed });
  });

  test("names the setting that corrects it", () => {
    expect(report("172.20.0.3", "203.0.113.9", "").advice).toContain("TRUSTED_PROXIES=172.20.0.3");
  });
});

import { describe, expect, it } from "vitest";
import { totpAt } from "@/lib/testing/sign-in/oathtool";
import { clockSetBackSeconds } from "./clock-set-back";
import { matchTotpStep, newTotpSecret, totpUri } from "./totp";

// RFC 6238, appendix B, SHA-1: the ASCII secret 12345678901234567890, last six of the eight digits.
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const vectors: [number, string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
];

describe("an authenticator's code", () => {
  it.each(vectors)("at %i s is %s, as RFC 6238 says", (epoch, code) => {
    expect(matchTotpStep(rfcSecret, code, 0, epoch * 1000)).toBe(Math.floor(epoch / 30));
    expect(totpAt(rfcSecret, epoch)).toBe(code);
  });

  it("counts one step before and after, as oathtool makes it", () => {
    const secret = newTotpSecret();
    const now = 1_800_000_000;
    const accepted = [-61, -60, -30, 0, 30, 60].map((offset) => [
      offset,
      matchTotpStep(secret, totpAt(secret, now + offset), 0, now * 1000),
    ]);
    const step = now / 30;
    expect(accepted).toEqual([
      [-61, null],
      [-60, null],
      [-30, step - 1],
      [0, step],
      [30, step + 1],
      [60, null],
    ]);
  });

  it("is refused when its step is not later than the last one, also after the clock was set back", () => {
    const secret = newTotpSecret();
    const step = 60_000_000;
    const code = totpAt(secret, step * 30);
    expect(matchTotpStep(secret, code, step - 1, step * 30_000)).toBe(step);
    expect(matchTotpStep(secret, code, step, step * 30_000)).toBeNull();
    expect(matchTotpStep(secret, code, step + 1000, step * 30_000)).toBeNull();
  });

  it.each(["", "12345", "1234567", "12345a", "١٢٣٤٥٦", " 123456", "0x1234"])("%j is no code, and no error", (text) => {
    expect(matchTotpStep(rfcSecret, text, 0, 59_000)).toBeNull();
  });

  it("comes with an address that apps read, whatever the account is called", () => {
    const uri = new URL(totpUri(rfcSecret, "a:b+c@example.net"));
    expect(uri.protocol).toBe("otpauth:");
    expect(uri.searchParams.get("secret")).toBe(rfcSecret);
    expect(uri.searchParams.get("issuer")).toBe("LightNode");
    expect(decodeURIComponent(uri.pathname)).toMatch(/LightNode:ab\+c@example\.net$/);
  });
});

it.each([
  ["never used", 0, 0],
  ["used in this step", 60_000_000, 0],
  ["used in the next one, by a fast clock", 60_000_001, 0],
  ["an hour ahead", 60_000_120, 3_600],
])("a last code that was %s puts the clock %s back", (_what, lastStep, seconds) => {
  expect(clockSetBackSeconds(lastStep, 60_000_000 * 30_000)).toBe(seconds);
});

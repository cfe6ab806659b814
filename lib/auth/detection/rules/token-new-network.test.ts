import { describe, expect, it } from "vitest";
import { evidence, nowMs, tokenUse } from "@/lib/testing/sign-in/attempts";
import type { TokenUse } from "./rule";
import { tokenNewNetwork } from "./token-new-network";

const day = 86_400;
const limits = { threshold: 3, windowSeconds: day };
const detect = (uses: TokenUse[]) => tokenNewNetwork.detect(evidence([], uses), limits, nowMs);
const home = (count: number) => Array.from({ length: count }, (_, i) => tokenUse(`10.0.${i}.0/24`, (20 + i) * day));
const fresh = tokenUse("203.0.113.0/24", 60);

describe("a token used from a new network", () => {
  it.each<[string, TokenUse[], number]>([
    ["its first use", [fresh], 0],
    ["at home only", home(2), 0],
    ["at home in one, seen in another", [...home(1), fresh], 1],
    ["at home in as many as the threshold", [...home(3), fresh], 1],
    ["at home in more: it moves about", [...home(4), fresh], 0],
    ["new at the window's end", [...home(1), tokenUse("203.0.113.0/24", day)], 1],
    ["new before the window", [...home(1), tokenUse("203.0.113.0/24", day + 1)], 0],
    ["another token's home", [...home(1), { ...fresh, tokenId: "tok_2" }], 0],
  ])("%s", (_what, uses, signals) => expect(detect(uses)).toHaveLength(signals));

  it("weighs more abroad, and less the more homes there are", () => {
    const at = (country: string, uses: TokenUse[]) => uses.map((use) => ({ ...use, country }));
    expect(detect([...home(1), fresh])).toMatchObject([{ score: 50, tokenId: "tok_1", networks: ["203.0.113.0/24"] }]);
    expect(detect([...home(2), fresh])[0]?.score).toBe(35);
    const abroad = detect([...at("GB", home(1)), ...at("JP", [fresh])]);
    expect(abroad).toMatchObject([
      { score: 80, reasons: [expect.any(String), "The network is in JP, where the token was never used."] },
    ]);
    expect(detect([...at("GB", home(1)), ...at("GB", [fresh])])[0]?.score).toBe(50);
  });
});

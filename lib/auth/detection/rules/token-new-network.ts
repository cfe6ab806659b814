import { groupBy, inWindow, plural, type Rule, type Signal, type TokenUse } from "./rule";

/**
 * An API token used from a network it was never used from: programs rarely change their network. A token that has been
 * used from more networks than the threshold is not checked, and neither is one without earlier use.
 */
export const tokenNewNetwork: Rule = {
  kind: "token_new_network",
  title: "Token used from a new network",
  help: "A token that so far was used from few networks, used from another. Tokens limited to addresses are left out.",
  thresholdLabel: "Networks a token may usually be used from",
  defaults: { enabled: true, threshold: 3, windowSeconds: 86_400, response: "notify" },
  choices: ["observe", "notify", "revoke"],
  detect({ tokenUses }, { threshold, windowSeconds }, nowMs) {
    const signals: Signal[] = [];
    for (const [tokenId, uses] of groupBy(tokenUses, (use) => use.tokenId)) {
      for (const use of uses) {
        if (!inWindow(use.firstSeenMs, nowMs, windowSeconds)) continue;
        const home = uses.filter((other) => other.firstSeenMs < use.firstSeenMs);
        if (home.length === 0 || home.length > threshold) continue;
        signals.push(signalOf(tokenId, use, home));
      }
    }
    return signals;
  },
};

function signalOf(tokenId: string, use: TokenUse, home: TokenUse[]): Signal {
  const countries = new Set(home.map((one) => one.country).filter(Boolean));
  const abroad = use.country !== null && countries.size > 0 && !countries.has(use.country);
  const reasons = [`The token was used from ${use.network}; before, from ${plural(home.length, "other network")}.`];
  if (abroad) reasons.push(`The network is in ${use.country}, where the token was never used.`);
  return {
    kind: "token_new_network",
    subject: `token:${tokenId}:${use.network}`,
    score: (home.length === 1 ? 50 : 35) + (abroad ? 30 : 0),
    reasons,
    userId: use.userId,
    accountHash: null,
    networks: [use.network],
    sessionId: null,
    tokenId,
  };
}

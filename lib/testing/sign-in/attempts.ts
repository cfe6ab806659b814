import type { AttemptRow, Evidence, TokenUse } from "@/lib/auth/detection/rules/rule";

/** A moment for tests of rules. */
export const nowMs = Date.parse("2026-11-21T12:00:00Z");

/** One wrong password for Ada's account from an unknown browser, a minute ago by default. */
export function attempt(over: Partial<AttemptRow> & { secondsAgo?: number } = {}): AttemptRow {
  const { secondsAgo = 60, ...rest } = over;
  return {
    atMs: nowMs - secondsAgo * 1000,
    accountHash: "ada",
    userId: "usr_ada",
    network: "203.0.113.0/24",
    country: null,
    latitude: null,
    longitude: null,
    outcome: "wrong_password",
    sessionId: null,
    knownDevice: false,
    tries: 1,
    ...rest,
  };
}

export function attempts(
  count: number,
  over: (index: number) => Parameters<typeof attempt>[0] = () => ({}),
): AttemptRow[] {
  return Array.from({ length: count }, (_, index) => attempt(over(index)));
}

export function tokenUse(network: string, firstSeenSecondsAgo: number, over: Partial<TokenUse> = {}): TokenUse {
  const firstSeenMs = nowMs - firstSeenSecondsAgo * 1000;
  const token = { tokenId: "tok_1", userId: "usr_ada", tokenName: "deploy", country: null };
  return { ...token, network, firstSeenMs, lastSeenMs: firstSeenMs, ...over };
}

/** Evidence of these attempts alone; successes among them are the history as well. */
export function evidence(rows: AttemptRow[], tokenUses: TokenUse[] = []): Evidence {
  return { attempts: rows, successes: rows.filter((row) => row.outcome === "succeeded"), tokenUses };
}

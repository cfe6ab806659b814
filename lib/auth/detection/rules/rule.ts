import type { Outcome, Response, SignalKind } from "../contract";

/** One attempt (or `tries` alike ones), as the rules see it. */
export type AttemptRow = {
  atMs: number;
  accountHash: string;
  userId: string | null;
  network: string | null;
  country: string | null;
  latitude: number | null;
  longitude: number | null;
  outcome: Outcome;
  sessionId: string | null;
  knownDevice: boolean;
  tries: number;
};

/** A network that a token was used from. */
export type TokenUse = {
  tokenId: string;
  userId: string;
  tokenName: string;
  network: string;
  country: string | null;
  firstSeenMs: number;
  lastSeenMs: number;
};

/**
 * Recent attempts of the accounts, networks and tokens with new activity: as far back as the
 * longest window of the enabled rules, and successes of 30 days.
 */
export type Evidence = {
  attempts: readonly AttemptRow[];
  successes: readonly AttemptRow[];
  tokenUses: readonly TokenUse[];
};

export type Limits = { threshold: number; windowSeconds: number };

export type Signal = {
  kind: SignalKind;
  /** What it is about; one signal per kind and subject is open at a time. */
  subject: string;
  /** 0–100: how sure and how bad. */
  score: number;
  /** Whole sentences, for people. Never anything that somebody typed. */
  reasons: string[];
  userId: string | null;
  accountHash: string | null;
  /** The networks it came from, the busiest first; at most {@link maxNetworks}. */
  networks: string[];
  sessionId: string | null;
  tokenId: string | null;
};

export const maxNetworks = 50;

/** One kind of suspicion: a file here and its line in `registry.ts`. `detect` is pure. */
export type Rule = {
  kind: SignalKind;
  title: string;
  /** What it watches for, in a sentence. */
  help: string;
  thresholdLabel: string;
  defaults: Limits & { enabled: boolean; response: Response };
  /** The responses that make sense. */
  choices: readonly Response[];
  detect(evidence: Evidence, limits: Limits, nowMs: number): Signal[];
};

/** Within the window that ends now; the far end belongs to it. */
export function inWindow(atMs: number, nowMs: number, windowSeconds: number): boolean {
  return atMs <= nowMs && nowMs - atMs <= windowSeconds * 1000;
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export const countTries = (rows: readonly AttemptRow[]): number => rows.reduce((sum, row) => sum + row.tries, 0);

/** The networks of these attempts, those with the most tries first. */
export function busiestNetworks(rows: readonly AttemptRow[]): string[] {
  const byNetwork = [...groupBy(rows, (row) => row.network)].map(([network, own]) => ({ network, n: countTries(own) }));
  byNetwork.sort((a, b) => b.n - a.n || a.network.localeCompare(b.network));
  return byNetwork.slice(0, maxNetworks).map(({ network }) => network);
}

/** From `base` at the threshold to 90 at five times of it; more only for what comes on top. */
export function scoreOf(count: number, threshold: number, base: number): number {
  const over = Math.min(1, Math.max(0, (count - threshold) / (4 * threshold)));
  return Math.round(base + (90 - base) * over);
}

/** "15 minutes", "2 hours", "1 day". */
export function durationText(seconds: number): string {
  const units = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  const [name, size] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? ["second", 1];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

import type { Tx } from "@/lib/db/transaction";
import { listAttempts, listSuccesses, listTokenUses, listTouched } from "./detection.sql";
import type { AttemptRow, Evidence, TokenUse } from "./rules/rule";

/** Attempts are written shortly after they happen; an overlap with the last run misses none. */
const overlapSeconds = 10;
const maxSubjects = 10_000;
const maxAttempts = 20_000;
const maxSuccesses = 5_000;

type DbRow = Omit<AttemptRow, "atMs"> & { at: Date };

/**
 * The evidence for all accounts, networks and tokens with new attempts since the last run; null without any. The caps
 * bound the worker's memory in a flood: the newest attempts are sufficient.
 */
export async function loadEvidence(tx: Tx, lookedAt: Date, windowSeconds: number): Promise<Evidence | null> {
  const since = new Date(lookedAt.getTime() - overlapSeconds * 1000);
  const touched = await tx.rows(listTouched, [since, maxSubjects]);
  const tokenUses = await loadTokenUses(tx, since);
  if (touched.length === 0 && tokenUses.length === 0) return null;
  const unique = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))];
  const users = unique(touched.map(({ userId }) => userId));
  const accounts = unique(touched.map(({ accountHash }) => accountHash));
  const networks = unique(touched.map(({ network }) => network));
  const attempts = await tx.rows(listAttempts, [windowSeconds, accounts, networks, users, maxAttempts]);
  const successes = await tx.rows(listSuccesses, [users, maxSuccesses]);
  return { attempts: attempts.map(toRow), successes: successes.map(toRow), tokenUses };
}

const toRow = ({ at, ...row }: DbRow): AttemptRow => ({ ...row, atMs: at.getTime() });

/**
 * All networks of tokens that were just used from a new one; their owner allowed those that are limited to addresses.
 */
async function loadTokenUses(tx: Tx, since: Date): Promise<TokenUse[]> {
  const rows = await tx.rows(listTokenUses, [since, maxSuccesses]);
  return rows.map(({ firstSeen, lastSeen, ...use }) => ({
    ...use,
    firstSeenMs: firstSeen.getTime(),
    lastSeenMs: lastSeen.getTime(),
  }));
}

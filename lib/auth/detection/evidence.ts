import type { Tx } from "@/lib/db/transaction";
import type { AttemptRow, Evidence, TokenUse } from "./rules/rule";

/** Attempts are written shortly after they happen; an overlap with the last run misses none. */
const overlapSeconds = 10;
const maxSubjects = 10_000;
const maxAttempts = 20_000;
const maxSuccesses = 5_000;

type DbRow = Omit<AttemptRow, "atMs"> & { at: Date };
type DbUse = Omit<TokenUse, "firstSeenMs" | "lastSeenMs"> & { firstSeen: Date; lastSeen: Date };

const columns = `at, account_hash AS "accountHash", user_id AS "userId", network, country, latitude, longitude, outcome,
  session_id AS "sessionId", known_device AS "knownDevice", tries`;

/**
 * The evidence for all accounts, networks and tokens with new attempts since the last run; null without any. The caps
 * bound the worker's memory in a flood: the newest attempts are sufficient.
 */
export async function loadEvidence(tx: Tx, lookedAt: Date, windowSeconds: number): Promise<Evidence | null> {
  const since = new Date(lookedAt.getTime() - overlapSeconds * 1000);
  const touched = await tx.rows<{ accountHash: string; network: string | null; userId: string | null }>(
    `SELECT DISTINCT account_hash AS "accountHash", network, user_id AS "userId" FROM sign_in_attempt
     WHERE at > $1 LIMIT $2`,
    [since, maxSubjects],
  );
  const tokenUses = await loadTokenUses(tx, since);
  if (touched.length === 0 && tokenUses.length === 0) return null;
  const unique = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))];
  const users = unique(touched.map(({ userId }) => userId));
  const accounts = unique(touched.map(({ accountHash }) => accountHash));
  const networks = unique(touched.map(({ network }) => network));
  const attempts = await tx.rows<DbRow>(
    `SELECT ${columns} FROM sign_in_attempt
     WHERE at > now() - make_interval(secs => $1)
       AND (account_hash = ANY ($2) OR network = ANY ($3) OR user_id = ANY ($4))
     ORDER BY at DESC LIMIT $5`,
    [windowSeconds, accounts, networks, users, maxAttempts],
  );
  const successes = await tx.rows<DbRow>(
    `SELECT ${columns} FROM sign_in_attempt
     WHERE outcome = 'succeeded' AND user_id = ANY ($1) AND at > now() - interval '30 days'
     ORDER BY at DESC LIMIT $2`,
    [users, maxSuccesses],
  );
  return { attempts: attempts.map(toRow), successes: successes.map(toRow), tokenUses };
}

const toRow = ({ at, ...row }: DbRow): AttemptRow => ({ ...row, atMs: at.getTime() });

/**
 * All networks of tokens that were just used from a new one; their owner allowed those that are limited to addresses.
 */
async function loadTokenUses(tx: Tx, since: Date): Promise<TokenUse[]> {
  const rows = await tx.rows<DbUse>(
    `SELECT n.token_id AS "tokenId", t.user_id AS "userId", t.name AS "tokenName", n.network, n.country,
            n.first_seen_at AS "firstSeen", n.last_seen_at AS "lastSeen"
     FROM token_network n JOIN api_token t ON t.id = n.token_id
     WHERE t.revoked_at IS NULL AND coalesce(cardinality(t.addresses), 0) = 0
       AND n.token_id IN (SELECT token_id FROM token_network WHERE first_seen_at > $1)
     ORDER BY n.first_seen_at DESC LIMIT $2`,
    [since, maxSuccesses],
  );
  return rows.map(({ firstSeen, lastSeen, ...use }) => ({
    ...use,
    firstSeenMs: firstSeen.getTime(),
    lastSeenMs: lastSeen.getTime(),
  }));
}

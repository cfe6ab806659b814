import { narrow, statement } from "@/lib/db/statement";
import { expired, rowLock } from "@/lib/db/statement-kinds.sql";
import type { Measure, Outcome, RuleRow } from "./contract";

export const takeMeasures = statement({
  reason: "Inserts or extends a measure for each network in one statement.",
  text: `
    INSERT INTO network_block AS b (id, measure, network, account_hash, user_id, reason, signal_id, until)
    SELECT i.id, $3, i.network, $4, $5, $6, $7, now() + make_interval(secs => $8)
    FROM unnest($1::text[], $2::text[]) AS i(id, network)
    ON CONFLICT (network, account_hash, measure) DO UPDATE SET until = greatest(b.until, excluded.until),
      reason = excluded.reason, signal_id = excluded.signal_id`,
});

export const purgeEndedMeasures = expired("network_block", "until", "1 day");

export const purgeOldSignals = expired("security_signal", "last_at", "180 days");

/** The session's own device is known when it was made before the session: signing in records the browser. */
export const insertAttempts = statement({
  reason: "Writes many attempts at once, and finds the accounts and browsers that they name.",
  text: `
    INSERT INTO sign_in_attempt (id, at, account_hash, user_id, ip, network,
      country, latitude, longitude, outcome, method,
      session_id, known_device, tries)
    SELECT a.id, a.at::timestamptz, coalesce(a.account_hash, encode(sha256(convert_to(coalesce(v.email, ''),
      'UTF8')), 'hex')),
           coalesce(u.id, v.id), a.ip, a.network, a.country, a.latitude, a.longitude,
           CASE WHEN a.outcome <> 'refused' THEN a.outcome WHEN u.id IS NULL
             AND a.method <> 'panel' THEN 'unknown_account' ELSE 'wrong_password' END,
           a.method, a.session_id,
           EXISTS (SELECT 1 FROM known_device d WHERE d.user_id = coalesce(u.id, v.id)
             AND d.token_hash = a.device_hash
                     AND d.created_at < coalesce((SELECT s.created_at FROM session s
                       WHERE s.id = a.session_id), 'infinity')),
           a.tries
    FROM jsonb_to_recordset($1::jsonb) AS a(id text, at text, account_hash text, account text, user_id text, ip text,
           network text, country text, latitude float8, longitude float8, outcome text, method text, session_id text,
           device_hash text, tries int)
    LEFT JOIN app_user u ON u.email = a.account
    LEFT JOIN app_user v ON v.id = a.user_id`,
});

export const purgeOldAttempts = expired("sign_in_attempt", "at", "30 days");

export const purgeTokenNetworks = expired("token_network", "last_seen_at", "90 days");

/**
 * An attacker in a factor_fatigue signal has the password and lacks the factor. The owner has both: a lock for this
 * reason accepts the right factor from everywhere, and asks for one (or a code by mail) in any case.
 */
export const findRestrictions = statement({
  reason: "Part of every sign-in, in one round trip and the same for every account.",
  name: "sign_in_restrictions",
  text: `
    SELECT
    (SELECT d.id FROM known_device d JOIN app_user u ON u.id = d.user_id WHERE u.email = $1
      AND d.token_hash = $2) AS "deviceId",
    (SELECT coalesce(jsonb_object_agg(b.measure, b.seconds), '{}') FROM (
       SELECT CASE WHEN n.measure = 'lock' AND s.kind = 'factor_fatigue' THEN 'challenge' ELSE n.measure END AS measure,
              ceil(extract(epoch FROM max(n.until) - now()))::int AS seconds
       FROM network_block n LEFT JOIN security_signal s ON s.id = n.signal_id
       WHERE n.until > now() AND (n.network, n.account_hash) IN (($3, $4), ($3, ''), ('', $4))
       GROUP BY 1) b) AS measures`,
  columns: {
    deviceId: "text?",
    measures: narrow<Partial<Record<Measure, number>>>("jsonb"),
  },
});

export const listTouched = statement({
  reason: "Runs every five seconds.",
  text: `
    SELECT DISTINCT account_hash AS "accountHash", network, user_id AS "userId" FROM sign_in_attempt
    WHERE at > $1 LIMIT $2`,
  columns: {
    accountHash: "text",
    network: "text?",
    userId: "text?",
  },
});

const selectAttempts = `SELECT at, account_hash AS "accountHash", user_id AS "userId", network, country, latitude,
      longitude, outcome, session_id AS "sessionId", known_device AS "knownDevice", tries FROM sign_in_attempt`;
const attemptColumns = {
  at: "timestamptz",
  accountHash: "text",
  userId: "text?",
  network: "text?",
  country: "text?",
  latitude: "float8?",
  longitude: "float8?",
  outcome: narrow<Outcome>("text"),
  sessionId: "text?",
  knownDevice: "bool",
  tries: "int4",
} as const;

export const listAttempts = statement({
  reason: "Reads up to 20,000 rows of a flood.",
  text: `
    ${selectAttempts}
       WHERE at > now() - make_interval(secs => $1)
         AND (account_hash = ANY ($2) OR network = ANY ($3) OR user_id = ANY ($4))
       ORDER BY at DESC LIMIT $5`,
  columns: attemptColumns,
});

export const listSuccesses = statement({
  reason: "Reads up to 5,000 rows of a flood.",
  text: `
    ${selectAttempts}
       WHERE outcome = 'succeeded' AND user_id = ANY ($1) AND at > now() - interval '30 days'
       ORDER BY at DESC LIMIT $2`,
  columns: attemptColumns,
});

export const listTokenUses = statement({
  reason: "Runs every five seconds.",
  text: `
    SELECT n.token_id AS "tokenId", t.user_id AS "userId", t.name AS "tokenName", n.network, n.country,
           n.first_seen_at AS "firstSeen", n.last_seen_at AS "lastSeen"
    FROM token_network n JOIN api_token t ON t.id = n.token_id
    WHERE t.revoked_at IS NULL AND coalesce(cardinality(t.addresses), 0) = 0
      AND n.token_id IN (SELECT token_id FROM token_network WHERE first_seen_at > $1)
    ORDER BY n.first_seen_at DESC LIMIT $2`,
  columns: {
    tokenId: "text",
    userId: "text",
    tokenName: "text",
    network: "text",
    country: "text?",
    firstSeen: "timestamptz",
    lastSeen: "timestamptz",
  },
});

export const countAttemptsByTime = statement({
  reason: "Groups by steps of time.",
  text: `
    WITH step AS (
      SELECT make_interval(mins => $2) AS length, date_bin(make_interval(mins => $2), now(),
        'epoch'::timestamptz) AS last),
    counted AS (
      SELECT date_bin((SELECT length FROM step), at, 'epoch'::timestamptz) AS bin, outcome, sum(tries)::int AS n
      FROM sign_in_attempt WHERE at > now() - make_interval(hours => $1) GROUP BY 1, 2)
    SELECT g.at, (SELECT jsonb_object_agg(c.outcome, c.n) FROM counted c WHERE c.bin = g.at) AS counts
    FROM step, generate_series(step.last - make_interval(hours => $1) + step.length, step.last, step.length) AS g(at)
    ORDER BY g.at`,
  columns: {
    at: "timestamptz",
    counts: narrow<Record<string, number>>("jsonb?"),
  },
});

export const listTopNetworks = statement({
  reason: "Groups with conditions on the groups.",
  text: `
    SELECT network, max(country) AS country,
           coalesce(sum(tries) FILTER (WHERE outcome <> 'succeeded'
             AND outcome NOT LIKE 'factor_%'), 0)::int AS failures,
           count(DISTINCT account_hash)::int AS accounts,
           coalesce(sum(tries) FILTER (WHERE outcome = 'succeeded'), 0)::int AS successes
    FROM sign_in_attempt WHERE network IS NOT NULL AND at > now() - make_interval(hours => $1)
    GROUP BY network HAVING bool_or(outcome <> 'succeeded' AND outcome NOT LIKE 'factor_%')
    ORDER BY failures DESC, network LIMIT 10`,
  columns: {
    network: "text",
    country: "text?",
    failures: "int4",
    accounts: "int4",
    successes: "int4",
  },
});

export const lockSignal = rowLock("security_signal");

export const lockRules = rowLock("detection_state");

/** From where this run looks, and its own time, from which the next one looks. */
export const beginDetection = statement({
  reason: "Runs every five seconds, and locks the row (SKIP LOCKED).",
  text: `
    UPDATE detection_state s SET looked_at = now()
    FROM (SELECT id, looked_at FROM detection_state FOR UPDATE SKIP LOCKED) before
    WHERE s.id = before.id RETURNING before.looked_at AS "lookedAt", now() AS now,
      (SELECT coalesce(json_agg(json_build_object('kind', kind, 'enabled', enabled, 'threshold', threshold,
         'windowSeconds', window_seconds, 'response', response)), '[]') FROM security_rule) AS rules`,
  columns: { lookedAt: "timestamptz", now: "timestamptz", rules: narrow<RuleRow[]>("json") },
});

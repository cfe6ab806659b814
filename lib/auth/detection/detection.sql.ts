import type { PersonRow } from "@/lib/auth/detection/mask-networks";
import { narrow, statement } from "@/lib/db/statement";
import type { Measure, Outcome, Response } from "./contract";

export const takeMeasures = statement({
  reason: "Inserts or extends a measure for each network in one statement.",
  text: `
    INSERT INTO network_block AS b (id, measure, network, account_hash, user_id, reason, signal_id, until)
    SELECT i.id, $3, i.network, $4, $5, $6, $7, now() + make_interval(secs => $8)
    FROM unnest($1::text[], $2::text[]) AS i(id, network)
    ON CONFLICT (network, account_hash, measure) DO UPDATE SET until = greatest(b.until, excluded.until),
      reason = excluded.reason, signal_id = excluded.signal_id`,
});

export const purgeEndedMeasures = statement({
  reason: "A scheduled job of an idle worker.",
  text: "DELETE FROM network_block WHERE until < now() - interval '1 day'",
});

export const noteNetwork = statement({
  reason: "Runs once a minute for each token in use.",
  text: `
    INSERT INTO token_network (token_id, network, country) VALUES ($1, $2, $3)
    ON CONFLICT (token_id, network) DO UPDATE SET last_seen_at = now(),
      country = coalesce(excluded.country, token_network.country)`,
});

export const lockDetection = statement({
  reason: "Runs every five seconds, and locks the row (SKIP LOCKED).",
  text: `
    SELECT looked_at AS "lookedAt", now() AS now FROM detection_state FOR UPDATE SKIP LOCKED`,
  columns: {
    lookedAt: "timestamptz",
    now: "timestamptz",
  },
});

export const recordDetection = statement({
  reason: "Runs every five seconds.",
  text: "UPDATE detection_state SET looked_at = now()",
});

export const findCurrentSignal = statement({
  reason: "Compares the later of two times with the clock of the database.",
  text: `
    SELECT id, state, score, session_id AS "sessionId" FROM security_signal
    WHERE kind = $1 AND subject = $2
      AND CASE WHEN state = 'open' THEN last_at ELSE greatest(at, handled_at) END > now() - make_interval(secs => $3)
    ORDER BY at DESC LIMIT 1`,
  columns: {
    id: "text",
    state: "text",
    score: "int4",
    sessionId: "text?",
  },
});

export const countSignal = statement({
  reason: "Inserts or increments in one statement.",
  text: `
    INSERT INTO counter AS c (name, label, value) VALUES ('security_signals_total', $1, 1)
    ON CONFLICT (name, label) DO UPDATE SET value = c.value + 1`,
});

export const purgeOldSignals = statement({
  reason: "A scheduled job of an idle worker.",
  text: "DELETE FROM security_signal WHERE last_at < now() - interval '180 days'",
});

export const lockSignal = statement({
  reason: "Locks the row.",
  text: `
    SELECT id, reasons, networks, account_hash AS "accountHash", token_id AS "tokenId",
           (SELECT u.id FROM app_user u WHERE u.id = user_id) AS "userId"
    FROM security_signal WHERE id = $1 FOR UPDATE`,
  columns: {
    id: "text",
    reasons: "text[]",
    networks: "text[]",
    accountHash: "text?",
    tokenId: "text?",
    userId: "text?",
  },
});

export const lockRules = statement({
  reason: "Locks the row under which rules are evaluated.",
  text: "SELECT 1 FROM detection_state FOR UPDATE",
  columns: {
    "?column?": "int4",
  },
});

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

export const purgeOldAttempts = statement({
  reason: "A scheduled job of an idle worker.",
  text: "DELETE FROM sign_in_attempt WHERE at < now() - interval '30 days'",
});

export const purgeTokenNetworks = statement({
  reason: "A scheduled job of an idle worker.",
  text: "DELETE FROM token_network WHERE last_seen_at < now() - interval '90 days'",
});

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

export const listRuleSettings = statement({
  reason: "Runs every five seconds.",
  text: `
    SELECT kind, enabled, threshold, window_seconds AS "windowSeconds", response FROM security_rule`,
  columns: {
    kind: "text",
    enabled: "bool",
    threshold: "int4",
    windowSeconds: "int4",
    response: narrow<Response>("text"),
  },
});

export const listSignalRows = statement({
  reason: "Joins users and tokens, which have no foreign key: signals outlive them.",
  text: `
    SELECT s.id, s.kind, s.score, s.reasons, s.state, s.response, s.at, s.last_at AS "lastAt", s.networks,
           s.account_hash AS "accountHash", s.token_id AS "tokenId", t.name AS "tokenName",
           CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name, 'email',
             u.email) END AS "user"
    FROM security_signal s LEFT JOIN app_user u ON u.id = s.user_id LEFT JOIN api_token t ON t.id = s.token_id
    WHERE (s.state = 'open') = $1
    ORDER BY CASE WHEN $1 THEN s.score ELSE 0 END DESC, s.last_at DESC LIMIT $2`,
  columns: {
    id: "text",
    kind: narrow<
      "brute_force" | "credential_stuffing" | "new_country" | "impossible_pace" | "factor_fatigue" | "token_new_network"
    >("text"),
    score: "int4",
    reasons: "text[]",
    state: narrow<"open" | "dismissed" | "acted">("text"),
    response: narrow<"observe" | "notify" | "slow" | "challenge" | "block" | "lock" | "revoke">("text"),
    at: "timestamptz",
    lastAt: "timestamptz",
    networks: "text[]",
    accountHash: "text?",
    tokenId: "text?",
    tokenName: "text?",
    user: narrow<PersonRow>("json?"),
  },
});

export const listMeasures = statement({
  reason: "Joins users, who have no foreign key: measures outlive them.",
  text: `
    SELECT b.id, b.measure, nullif(b.network, '') AS network, CASE WHEN b.account_hash = '' THEN 'all'
      ELSE 'account' END AS scope,
           b.reason, b.until, b.created_at AS "createdAt",
           CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name, 'email',
             u.email) END AS "user"
    FROM network_block b LEFT JOIN app_user u ON u.id = b.user_id
    WHERE b.until > now() ORDER BY b.created_at DESC, b.network LIMIT 200`,
  columns: {
    id: "text",
    measure: narrow<"slow" | "challenge" | "block" | "lock">("text"),
    network: "text?",
    scope: narrow<"account" | "all">("text"),
    reason: "text",
    until: "timestamptz",
    createdAt: "timestamptz",
    user: narrow<PersonRow>("json?"),
  },
});

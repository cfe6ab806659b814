import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { sql } from "@/lib/db/transaction";
import type { BlockView, NetworkView, RuleView, SecurityOverview, SignalView } from "./contract";
import { maskNetworks, type PersonRow, personView } from "./mask-networks";
import { loadRules } from "./rule-settings";
import { availableActions } from "./signal-actions";

/** Data of the page about attacks: sign-in attempts, the signals of the rules, and the measures in force. */
const periods = { "24h": { hours: 24, stepMinutes: 60 }, "7d": { hours: 168, stepMinutes: 360 } } as const;
type Period = keyof typeof periods;

export async function readSecurity(actor: Actor, { period }: { period: Period }): Promise<SecurityOverview> {
  authorise(actor, "security.read");
  const [series, signals, settled, networks, blocks, rules] = await Promise.all([
    readSeries(period),
    listSignals(actor, true),
    listSignals(actor, false),
    topNetworks(actor, period),
    listBlocks(actor),
    listRules(),
  ]);
  return { period, series, signals, settled, networks, blocks, rules };
}

/** Attempts by outcome in equal steps up to now; steps without any are there with no counts. */
async function readSeries(period: Period): Promise<SecurityOverview["series"]> {
  const { hours, stepMinutes } = periods[period];
  const rows = await sql().rows<{ at: Date; counts: Record<string, number> | null }>(
    `WITH step AS (
       SELECT make_interval(mins => $2) AS length, date_bin(make_interval(mins => $2), now(), 'epoch'::timestamptz) AS last),
     counted AS (
       SELECT date_bin((SELECT length FROM step), at, 'epoch'::timestamptz) AS bin, outcome, sum(tries)::int AS n
       FROM sign_in_attempt WHERE at > now() - make_interval(hours => $1) GROUP BY 1, 2)
     SELECT g.at, (SELECT jsonb_object_agg(c.outcome, c.n) FROM counted c WHERE c.bin = g.at) AS counts
     FROM step, generate_series(step.last - make_interval(hours => $1) + step.length, step.last, step.length) AS g(at)
     ORDER BY g.at`,
    [hours, stepMinutes],
  );
  return rows.map(({ at, counts }) => ({ at: at.toISOString(), counts: counts ?? {} }));
}

type SignalRow = Omit<SignalView, "at" | "lastAt" | "user" | "actions"> & {
  at: Date;
  lastAt: Date;
  user: PersonRow | null;
  accountHash: string | null;
  tokenId: string | null;
};

/** The open signals, the worst first; or the latest that were settled. */
async function listSignals(actor: Actor, open: boolean): Promise<SignalView[]> {
  const rows = await sql().rows<SignalRow>(
    `SELECT s.id, s.kind, s.score, s.reasons, s.state, s.response, s.at, s.last_at AS "lastAt", s.networks,
            s.account_hash AS "accountHash", s.token_id AS "tokenId", t.name AS "tokenName",
            CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name, 'email', u.email) END AS "user"
     FROM security_signal s LEFT JOIN app_user u ON u.id = s.user_id LEFT JOIN api_token t ON t.id = s.token_id
     WHERE (s.state = 'open') = $1
     ORDER BY CASE WHEN $1 THEN s.score ELSE 0 END DESC, s.last_at DESC LIMIT $2`,
    [open, open ? 100 : 10],
  );
  return rows.map(({ accountHash, tokenId, ...row }) => ({
    ...row,
    reasons: row.reasons.map((reason) => maskNetworks(actor, reason)),
    networks: row.networks.map((network) => maskNetworks(actor, network)),
    user: personView(actor, row.user),
    actions: availableActions({ networks: row.networks, accountHash, userId: row.user?.id ?? null, tokenId }),
    at: row.at.toISOString(),
    lastAt: row.lastAt.toISOString(),
  }));
}

/** Networks with the most failures of the period. */
async function topNetworks(actor: Actor, period: Period): Promise<NetworkView[]> {
  const rows = await sql().rows<NetworkView>(
    `SELECT network, max(country) AS country,
            coalesce(sum(tries) FILTER (WHERE outcome <> 'succeeded' AND outcome NOT LIKE 'factor_%'), 0)::int AS failures,
            count(DISTINCT account_hash)::int AS accounts,
            coalesce(sum(tries) FILTER (WHERE outcome = 'succeeded'), 0)::int AS successes
     FROM sign_in_attempt WHERE network IS NOT NULL AND at > now() - make_interval(hours => $1)
     GROUP BY network HAVING bool_or(outcome <> 'succeeded' AND outcome NOT LIKE 'factor_%')
     ORDER BY failures DESC, network LIMIT 10`,
    [periods[period].hours],
  );
  return rows.map((row) => ({ ...row, network: maskNetworks(actor, row.network) }));
}

type BlockRow = Omit<BlockView, "until" | "createdAt" | "user"> & {
  until: Date;
  createdAt: Date;
  user: PersonRow | null;
};

async function listBlocks(actor: Actor): Promise<BlockView[]> {
  const rows = await sql().rows<BlockRow>(
    `SELECT b.id, b.measure, nullif(b.network, '') AS network, CASE WHEN b.account_hash = '' THEN 'all' ELSE 'account' END AS scope,
            b.reason, b.until, b.created_at AS "createdAt",
            CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name, 'email', u.email) END AS "user"
     FROM network_block b LEFT JOIN app_user u ON u.id = b.user_id
     WHERE b.until > now() ORDER BY b.created_at DESC, b.network LIMIT 200`,
  );
  return rows.map((row) => ({
    ...row,
    network: row.network && maskNetworks(actor, row.network),
    reason: maskNetworks(actor, row.reason),
    user: personView(actor, row.user),
    until: row.until.toISOString(),
    createdAt: row.createdAt.toISOString(),
  }));
}

async function listRules(): Promise<RuleView[]> {
  return (await loadRules(sql())).map(({ rule, settings }) => ({
    kind: rule.kind,
    title: rule.title,
    help: rule.help,
    thresholdLabel: rule.thresholdLabel,
    ...settings,
    choices: [...rule.choices],
  }));
}

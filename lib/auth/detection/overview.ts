import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { sql } from "@/lib/db/transaction";
import type { BlockView, NetworkView, RuleView, SecurityOverview, SignalView } from "./contract";
import { countAttemptsByTime, listMeasures, listSignalRows, listTopNetworks } from "./detection.sql";
import { maskNetworks, personView } from "./mask-networks";
import { loadRules } from "./rule-settings";
import { availableActions } from "./signals/signal-actions";

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
  const rows = await sql().rows(countAttemptsByTime, [hours, stepMinutes]);
  return rows.map(({ at, counts }) => ({ at: at.toISOString(), counts: counts ?? {} }));
}

/** The open signals, the worst first; or the latest that were settled. */
async function listSignals(actor: Actor, open: boolean): Promise<SignalView[]> {
  const rows = await sql().rows(listSignalRows, [open, open ? 100 : 10]);
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
  const rows = await sql().rows(listTopNetworks, [periods[period].hours]);
  return rows.map((row) => ({ ...row, network: maskNetworks(actor, row.network) }));
}

async function listBlocks(actor: Actor): Promise<BlockView[]> {
  const rows = await sql().rows(listMeasures);
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

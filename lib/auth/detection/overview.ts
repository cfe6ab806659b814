import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { sql } from "@/lib/db/transaction";
import { peopleById } from "../accounts/people";
import {
  type BlockView,
  blockView,
  type NetworkView,
  type RuleView,
  type SecurityOverview,
  type SignalView,
  signalView,
} from "./contract";
import { countAttemptsByTime, listTopNetworks } from "./detection.sql";
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
  const rows = await sql().prisma.securitySignal.findMany({
    where: { state: open ? "open" : { not: "open" } },
    orderBy: open ? [{ score: "desc" }, { lastAt: "desc" }] : { lastAt: "desc" },
    take: open ? 100 : 10,
  });
  const people = await peopleById(
    sql(),
    rows.map(({ userId }) => userId),
  );
  const tokens = await sql().prisma.apiToken.findMany({
    where: { id: { in: rows.flatMap(({ tokenId }) => tokenId ?? []) } },
    select: { id: true, name: true },
  });
  const tokenNames = new Map(tokens.map(({ id, name }) => [id, name]));
  return rows.map(({ accountHash, tokenId, networks, ...row }) => {
    const user = people.get(row.userId ?? "") ?? null;
    return {
      id: row.id,
      kind: signalView.shape.kind.parse(row.kind),
      score: row.score,
      state: signalView.shape.state.parse(row.state),
      response: signalView.shape.response.parse(row.response),
      reasons: row.reasons.map((reason) => maskNetworks(actor, reason)),
      networks: networks.map((network) => maskNetworks(actor, network)),
      user: personView(actor, user),
      tokenName: tokenNames.get(tokenId ?? "") ?? null,
      actions: availableActions({ networks, accountHash, userId: user?.id ?? null, tokenId }),
      at: row.at.toISOString(),
      lastAt: row.lastAt.toISOString(),
    };
  });
}

/** Networks with the most failures of the period. */
async function topNetworks(actor: Actor, period: Period): Promise<NetworkView[]> {
  const rows = await sql().rows(listTopNetworks, [periods[period].hours]);
  return rows.map((row) => ({ ...row, network: maskNetworks(actor, row.network) }));
}

async function listBlocks(actor: Actor): Promise<BlockView[]> {
  const rows = await sql().prisma.networkBlock.findMany({
    where: { until: { gt: new Date() } },
    orderBy: [{ createdAt: "desc" }, { network: "asc" }],
    take: 200,
  });
  const people = await peopleById(
    sql(),
    rows.map(({ userId }) => userId),
  );
  return rows.map((row) => ({
    id: row.id,
    measure: blockView.shape.measure.parse(row.measure),
    network: row.network === "" ? null : maskNetworks(actor, row.network),
    scope: row.accountHash === "" ? "all" : "account",
    reason: maskNetworks(actor, row.reason),
    user: personView(actor, people.get(row.userId ?? "") ?? null),
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

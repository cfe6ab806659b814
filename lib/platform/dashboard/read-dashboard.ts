import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import { listExecutors } from "@/lib/executors/queries";
import type { ServerView } from "@/lib/game-servers/contract";
import { getOverview, listServers } from "@/lib/game-servers/queries";
import { getHostedOverview, recentHosted } from "@/lib/hosted-services/plans/overview";
import { latestReadings } from "@/lib/monitoring/charts/latest";
import { type DashboardState, type DashboardView, dashboardStates, type ServerCardView } from "./contract";
import { groupEvents } from "./group-events";

const mostCards = 12;
const mostLines = 7;
const freshMs = 60_000;

async function serverCards(actor: Actor, state: DashboardState | null) {
  const status = state ? dashboardStates[state] : undefined;
  const { items, nextCursor } = await listServers(actor, { limit: mostCards, all: false, status });
  const ids = items.map(({ id }) => id);
  const latest = ids.length > 0 ? await latestReadings(ids, "server", undefined, true) : new Map();
  return { cards: items.map((server) => toCard(actor, server, latest.get(server.id))), hasMore: nextCursor !== null };
}

type Readings = Awaited<ReturnType<typeof latestReadings>> extends ReadonlyMap<string, infer L> ? L : never;

function toCard(actor: Actor, server: ServerView, latest: Readings | undefined): ServerCardView {
  const { id, name, status, template, ipAddress, port, failure, busy, owner } = server;
  const isFresh = latest !== undefined && Date.now() - latest.receivedAt.getTime() < freshMs;
  const readings = isFresh && status === "online" ? latest.readings : {};
  return {
    id,
    name,
    status,
    template,
    ipAddress,
    port,
    failure,
    busy,
    sharedBy: owner.id === actor.userId ? null : owner.name,
    cpuPercent: readings["cpu.percent"] ?? null,
    memoryPercent: readings["memory.percent"] ?? null,
    players: readings["players.online"] ?? null,
    spark: latest?.spark ?? [],
  };
}

async function ownExecutors(actor: Actor): Promise<DashboardView["executors"]> {
  if (!may(actor, "executor.read")) return [];
  const { items } = await listExecutors(actor, { limit: 6, ownerId: actor.userId ?? undefined });
  return items.map(({ id, name, presence, hostname, version, drifted }) => ({
    id,
    name,
    presence,
    hostname,
    version,
    drifted,
  }));
}

/** What the dashboard shows of a person's own things. `state` null: servers of every state. */
export async function getDashboard(actor: Actor, state: DashboardState | null): Promise<DashboardView> {
  const [overview, { cards, hasMore }, executors, hosted, services] = await Promise.all([
    getOverview(actor),
    serverCards(actor, state),
    ownExecutors(actor),
    getHostedOverview(actor),
    recentHosted(actor, 6),
  ]);
  const { byStatus, total, quota, used, events } = overview;
  return {
    byStatus,
    total,
    quota,
    used,
    servers: cards,
    hasMore,
    executors,
    hosted,
    services,
    happenings: groupEvents(events, mostLines),
  };
}

import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import type { ExecutorView } from "@/lib/executors/contract";
import { listExecutors } from "@/lib/executors/queries";
import type { ServerStatus, ServerView } from "@/lib/game-servers/contract";
import { getOverview, listServers, type Overview } from "@/lib/game-servers/queries";
import type { HostedOverviewView } from "@/lib/hosted-services/plans/contract";
import { getHostedOverview, recentHosted } from "@/lib/hosted-services/plans/overview";
import { latestReadings } from "@/lib/monitoring/charts/latest";
import { groupEvents, type HappeningView } from "./group-events";

/** States that one filter of the dashboard shows together. */
export const dashboardStates = {
  online: ["online"],
  changing: ["provisioning", "starting", "stopping", "deleting"],
  offline: ["offline", "suspended"],
  attention: ["failed", "crashed"],
} as const satisfies Record<string, readonly ServerStatus[]>;
export type DashboardState = keyof typeof dashboardStates;

export const isDashboardState = (value: unknown): value is DashboardState =>
  typeof value === "string" && Object.hasOwn(dashboardStates, value);

/** A server as a card. Figures are null where the last sample is older than a minute, or the game does not tell. */
export type ServerCardView = Pick<
  ServerView,
  "id" | "name" | "status" | "template" | "ipAddress" | "port" | "failure" | "busy"
> & {
  /** The name of the owner, where it is somebody else's. */
  sharedBy: string | null;
  cpuPercent: number | null;
  memoryPercent: number | null;
  players: number | null;
  /** CPU in percent over the last four hours, oldest first. */
  spark: number[];
};

export type DashboardView = Pick<Overview, "byStatus" | "total" | "quota" | "used"> & {
  servers: ServerCardView[];
  /** Whether there are servers of this state that are not shown. */
  hasMore: boolean;
  executors: Pick<ExecutorView, "id" | "name" | "presence" | "hostname" | "version" | "drifted">[];
  hosted: HostedOverviewView;
  services: Awaited<ReturnType<typeof recentHosted>>;
  happenings: HappeningView[];
};

const mostCards = 12;
/** Servers among which a filter over several states looks. */
const searched = 100;
const mostLines = 7;
const freshMs = 60_000;

async function serverCards(actor: Actor, state: DashboardState | null) {
  const statuses: readonly ServerStatus[] | null = state && dashboardStates[state];
  const [only] = statuses ?? [];
  const status = statuses?.length === 1 ? only : undefined;
  const { items, nextCursor } = await listServers(actor, {
    limit: statuses ? searched : mostCards,
    all: false,
    status,
  });
  const wanted = statuses ? items.filter((server) => statuses.includes(server.status)) : items;
  const shown = wanted.slice(0, mostCards);
  const ids = shown.map(({ id }) => id);
  const latest = ids.length > 0 ? await latestReadings(ids, "server", undefined, true) : new Map();
  return {
    cards: shown.map((server) => toCard(actor, server, latest.get(server.id))),
    hasMore: wanted.length > shown.length || nextCursor !== null,
  };
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

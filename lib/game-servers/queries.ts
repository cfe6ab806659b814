import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { maskFields, visibilityOf } from "@/lib/access/fields";
import { reachOf } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import { mbToGib } from "@/lib/core/units";
import { escapeLike } from "@/lib/db/escape-like";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import { listTimeline, pageOfRuns, recentEvents } from "@/lib/workloads/queries";
import { showFailure } from "@/lib/workloads/show-failure";
import { showAnnounced } from "@/lib/workloads/work/announced-address";
import type { RunView, ServerDetailView, ServerEventView, ServerStatus, ServerView } from "./contract";
import { describeCrash } from "./failure/describe-crash";
import { gameServerKind } from "./kind";
import { isSharedFor, loadServer } from "./load-server";
import { type ServerFilter, selectDetail, serverFilters, serverLists, summariseOwn } from "./servers.sql";
import { type TemplateView, templateSpecSchema } from "./templates/contract";

type ListRow = Row<(typeof serverLists)[string]>;

function toView(row: ListRow): ServerView {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    template: row.template,
    region: row.region,
    version: row.version,
    memory: mbToGib(row.memoryMb),
    diskSpace: mbToGib(row.diskMb),
    cpu: row.cpuMilli / 1000,
    ipAddress: row.publicAddress,
    port: row.mainPort,
    rconPort: row.rconPort,
    rconPassword: null,
    hasCredentials: true,
    failure: showFailure(row.failureCode, row.failureMessage),
    busy: row.busy,
    owner: { id: row.ownerId, name: row.ownerName },
    createdAt: row.createdAt.toISOString(),
  };
}

export type ServerListQuery = ListQuery & {
  status?: ServerStatus | readonly ServerStatus[] | undefined;
  all?: boolean | undefined;
};

/**
 * Servers within the actor's reach, their own and those shared with them, the newest first. Staff see their own unless
 * `all` is asked for; pages of machines are for staff only.
 */
export async function listServers(
  actor: Actor,
  query: ServerListQuery,
): Promise<{ items: ServerView[]; nextCursor: string | null }> {
  const reach = authorise(actor, "server.read");
  const ownerId = reach === "all" && query.all !== false ? null : actor.userId;
  const onlyId = actor.kind === "resource_login" ? actor.resourceId : null;
  const values: Record<ServerFilter, unknown> = {
    owner: ownerId,
    token: actor.resourceIds,
    only: onlyId,
    cursor: query.cursor,
    text: query.q && `%${escapeLike(query.q)}%`,
    status: query.status && [query.status].flat(),
  };
  const used = serverFilters.filter((filter) => Boolean(values[filter]));
  const list = serverLists[used.join("_")];
  if (!list) throw new Error("every combination of filters has a statement");
  const rows = await sql().rows(list, [query.limit + 1, ...used.map((filter) => values[filter])]);
  const more = rows.length > query.limit;
  const items = (more ? rows.slice(0, query.limit) : rows).map(toView);
  return { items, nextCursor: more ? (items.at(-1)?.id ?? null) : null };
}

export async function getServer(actor: Actor, id: string): Promise<ServerDetailView> {
  const server = await loadServer(actor, id, "server.read", sql());
  const row = await sql().row(selectDetail, [id]);
  if (!row) throw coreErrors.not_found({ detail: "There is no such server." });
  const reach = reachOf(actor, "server.read");
  // Names of machines are visible to staff only, like the field `node`.
  const isStaff = visibilityOf(actor, "server.node", false) === "clear";
  const detail = {
    ...toView(row),
    environment: server.environment,
    onlineSince: row.onlineSince?.toISOString() ?? null,
    node: row.node,
    diskLimit: row.diskLimit,
    addressChange: addressChange(row),
    placement: row.placement && { ...row.placement, considered: isStaff ? row.placement.considered : [] },
    ...(await describeCrash(actor, server, row)),
    waiting: row.waitCode ? { code: row.waitCode, message: row.waitMessage ?? "" } : null,
  };
  const isOwn = actor.kind === "resource_login" || server.ownerId === actor.userId;
  // A member who may change the settings sees them as the owner does; one who may not sees none.
  const mayChange = isOwn || (await isSharedFor(actor, server.id, "server.update", sql()));
  const masked = maskFields(actor, "server", detail, mayChange);
  return mayChange || reach === "all" ? masked : { ...masked, environment: {} };
}

const shownForMs = 7 * 24 * 3_600_000;

function addressChange(row: {
  previousAddress: string | null;
  addressChangedAt: Date | null;
  comesBack: boolean;
}): ServerDetailView["addressChange"] {
  const { previousAddress: from, addressChangedAt: at, comesBack } = row;
  if (!from || !at || (!comesBack && Date.now() - at.getTime() > shownForMs)) return null;
  return { from: showAnnounced(from), at: at.toISOString(), comesBack };
}

/** The timeline, oldest first: up to 200 entries after `after` (ask again with the last one), or the last 200. */
export async function listServerEvents(
  actor: Actor,
  id: string,
  after?: number,
): Promise<{ items: ServerEventView[] }> {
  await loadServer(actor, id, "server.read", sql());
  return { items: await listTimeline(id, after) };
}

export async function listTemplates(actor: Actor): Promise<{ items: TemplateView[] }> {
  authorise(actor, "template.read");
  const rows = await sql().prisma.template.findMany({ where: { enabled: true }, orderBy: { name: "asc" } });
  return {
    items: rows.map(({ slug, name, description, spec }) => {
      const { versions, memory, variables, terms } = templateSpecSchema.parse(spec);
      const sizes = { minimum: mbToGib(memory.minimumMb), recommended: mbToGib(memory.recommendedMb) };
      return { slug, name, description, versions, memory: sizes, variables, terms: terms ?? null };
    }),
  };
}

/** Staff: runs, the newest first; `failed` shows only those that went wrong. */
export async function listRuns(
  actor: Actor,
  query: { limit: number; cursor?: string | undefined; failed?: boolean | undefined },
): Promise<{ items: RunView[]; nextCursor: string | null }> {
  authorise(actor, "run.read");
  const { items, nextCursor } = await pageOfRuns({ ...query, failed: query.failed ?? false });
  return { items: items.map((run) => maskFields(actor, "run", toRunView(run), false)), nextCursor };
}

function toRunView(run: Awaited<ReturnType<typeof pageOfRuns>>["items"][number]): RunView {
  return {
    id: run.id,
    serverId: run.resourceId,
    serverName: run.resourceName,
    kind: run.kind,
    state: run.state,
    currentStep: run.currentStep,
    errorCode: run.errorCode,
    errorMessage: run.errorMessage,
    errorDetail: run.errorDetail,
    createdAt: run.createdAt.toISOString(),
    durationMs: run.durationMs,
    steps: run.steps,
  };
}

export type Overview = {
  byStatus: Partial<Record<ServerStatus, number>>;
  /** Own servers, and those that are shared with the person. */
  total: number;
  quota: { servers: number; memory: number; cpu: number; diskSpace: number };
  used: { servers: number; memory: number; cpu: number; diskSpace: number };
  events: (ServerEventView & { serverId: string; serverName: string })[];
};

/** What the dashboard shows of the actor's own servers: two statements. */
export async function getOverview(actor: Actor): Promise<Overview> {
  authorise(actor, "server.read");
  if (actor.kind === "resource_login")
    throw coreErrors.forbidden({ detail: "A panel login sees its one server only." });
  const totals = await sql().row(summariseOwn, [actor.userId, gameServerKind]);
  if (!totals) throw coreErrors.unauthenticated();
  const events = await recentEvents(actor.userId, gameServerKind);
  return {
    byStatus: totals.byStatus,
    total: Object.values(totals.byStatus).reduce((sum, count) => sum + count, 0),
    quota: {
      servers: totals.maxServers,
      memory: mbToGib(totals.maxMemoryMb),
      cpu: totals.maxCpuMilli / 1000,
      diskSpace: mbToGib(totals.maxDiskMb),
    },
    used: {
      servers: totals.servers,
      memory: mbToGib(totals.memoryMb),
      cpu: totals.cpuMilli / 1000,
      diskSpace: mbToGib(totals.diskMb),
    },
    events: events.map(({ resourceId, resourceName, ...event }) => ({
      ...event,
      serverId: resourceId,
      serverName: resourceName,
    })),
  };
}

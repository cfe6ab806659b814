import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { maskFields, visibilityOf } from "@/lib/access/fields";
import { reachOf } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import { mbToGib } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import { runKinds } from "@/lib/workloads/contract";
import { showAnnounced } from "@/lib/workloads/work/announced-address";
import {
  type RunView,
  type ServerDetailView,
  type ServerEventView,
  type ServerStatus,
  type ServerView,
  type TemplateView,
  templateSpecSchema,
} from "./contract";
import { isSharedFor, loadServer } from "./load-server";

type Row = {
  id: string;
  name: string;
  status: ServerStatus;
  template: string;
  region: string;
  version: string | null;
  memoryMb: number;
  diskMb: number;
  cpuMilli: number;
  publicAddress: string | null;
  mainPort: number | null;
  rconPort: number;
  failureCode: string | null;
  failureMessage: string | null;
  busy: boolean;
  ownerId: string;
  ownerName: string;
  createdAt: Date;
};

const viewColumns = `s.id, w.name, w.status, t.slug AS template, r.slug AS region, s.version, w.memory_mb AS "memoryMb",
  w.disk_mb AS "diskMb", w.cpu_milli AS "cpuMilli", w.public_address AS "publicAddress", w.main_port AS "mainPort",
  s.rcon_port AS "rconPort", w.failure_code AS "failureCode", w.failure_message AS "failureMessage",
  p.id IS NOT NULL AS busy,
  w.owner_id AS "ownerId", u.name AS "ownerName", w.created_at AS "createdAt"`;
const viewJoins = `JOIN workload w ON w.id = s.id JOIN template t ON t.id = s.template_id
  JOIN region r ON r.id = w.region_id JOIN app_user u ON u.id = w.owner_id
  LEFT JOIN provisioning_run p ON p.resource_id = s.id AND p.finished_at IS NULL`;

function toView(row: Row): ServerView {
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
    failure: row.failureCode ? { code: row.failureCode, message: row.failureMessage ?? "" } : null,
    busy: row.busy,
    owner: { id: row.ownerId, name: row.ownerName },
    createdAt: row.createdAt.toISOString(),
  };
}

export type ServerListQuery = ListQuery & { status?: ServerStatus | undefined; all?: boolean | undefined };

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
  const onlyId = actor.kind === "server_login" ? actor.serverId : null;
  // Only the filters in use are in the text: a plan for "null or equal" could use no index.
  const filters: { key: string; text: string; value: unknown }[] = [];
  // The array is found once, before the scan, so that both sides of the OR can use an index.
  const mine =
    "(w.owner_id = ? OR s.id = ANY(ARRAY(SELECT server_id FROM server_member WHERE user_id = ? AND 'server.read' = ANY(permissions))))";
  if (ownerId !== null) filters.push({ key: "owner", text: mine, value: ownerId });
  if (actor.serverIds) filters.push({ key: "token", text: "s.id = ANY(?)", value: actor.serverIds });
  if (onlyId !== null) filters.push({ key: "only", text: "s.id = ?", value: onlyId });
  if (query.cursor) filters.push({ key: "cursor", text: "s.id < ?", value: query.cursor });
  if (query.q) filters.push({ key: "text", text: "(w.name ILIKE '%' || ? || '%')", value: likePattern(query.q) });
  if (query.status) filters.push({ key: "status", text: "w.status = ?::workload_status", value: query.status });
  const where = filters.map(({ text }, index) => text.replaceAll("?", `$${index + 2}`)).join(" AND ");
  const rows = await sql().rows<Row>(
    `SELECT ${viewColumns} FROM server s ${viewJoins} ${where ? `WHERE ${where}` : ""} ORDER BY s.id DESC LIMIT $1`,
    [query.limit + 1, ...filters.map(({ value }) => value)],
    `server_list_${filters.map(({ key }) => key).join("_")}`,
  );
  const more = rows.length > query.limit;
  const items = (more ? rows.slice(0, query.limit) : rows).map(toView);
  return { items, nextCursor: more ? (items.at(-1)?.id ?? null) : null };
}

/** The search text with LIKE's own signs taken literally. */
function likePattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

export async function getServer(actor: Actor, id: string): Promise<ServerDetailView> {
  const server = await loadServer(actor, id, "server.read");
  const row = await sql().row<
    Row & {
      onlineSince: Date | null;
      node: string | null;
      diskLimit: "quota" | "watch";
      placement: ServerDetailView["placement"];
      previousAddress: string | null;
      addressChangedAt: Date | null;
      comesBack: boolean;
      waitCode: string | null;
      waitMessage: string | null;
    }
  >(
    `SELECT ${viewColumns}, w.online_since AS "onlineSince", n.name AS node,
            coalesce(n.disk->>'limits', 'watch') AS "diskLimit", w.placement,
            w.previous_address AS "previousAddress", w.address_changed_at AS "addressChangedAt",
            n.docker_host IS NULL AND EXISTS (SELECT 1 FROM port h WHERE h.home_of = s.id) AS "comesBack",
            CASE WHEN p.state = 'queued' THEN p.error_code END AS "waitCode", p.error_message AS "waitMessage"
     FROM server s ${viewJoins} LEFT JOIN node n ON n.id = w.node_id WHERE s.id = $1`,
    [id],
  );
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
    waiting: row.waitCode ? { code: row.waitCode, message: row.waitMessage ?? "" } : null,
  };
  const isOwn = actor.kind === "server_login" || server.ownerId === actor.userId;
  // A member who may change the settings sees them as the owner does; one who may not sees none.
  const mayChange = isOwn || (await isSharedFor(actor, server.id, "server.update"));
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
  await loadServer(actor, id, "server.read");
  const rows = await sql().rows<Omit<ServerEventView, "sequence" | "at"> & { sequence: string; at: Date }>(
    `SELECT * FROM (
       SELECT sequence, at, run_id AS run, step, status, message, duration_ms AS "durationMs" FROM workload_event
       WHERE resource_id = $1 AND sequence > $2 ORDER BY CASE WHEN $3 THEN sequence ELSE -sequence END LIMIT 200) page
     ORDER BY sequence`,
    [id, after ?? 0, after !== undefined],
  );
  return { items: rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() })) };
}

export async function listTemplates(actor: Actor): Promise<{ items: TemplateView[] }> {
  authorise(actor, "template.read");
  const rows = await sql().rows<{ slug: string; name: string; description: string; spec: unknown }>(
    "SELECT slug, name, description, spec FROM template WHERE enabled ORDER BY name",
  );
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
  type RunRow = Omit<RunView, "createdAt" | "durationMs"> & { createdAt: Date; durationMs: number | null };
  const rows = await sql().rows<RunRow>(
    `SELECT p.id, p.resource_id AS "serverId", w.name AS "serverName", p.kind, p.state, p.current_step AS "currentStep",
            p.error_code AS "errorCode", p.error_message AS "errorMessage", p.error_detail AS "errorDetail",
            p.created_at AS "createdAt",
            (extract(epoch FROM p.finished_at - p.created_at) * 1000)::int AS "durationMs",
            coalesce((SELECT json_agg(json_build_object('step', x.step, 'status', x.status, 'attempt', x.attempt,
                'durationMs', (extract(epoch FROM x.finished_at - x.started_at) * 1000)::int) ORDER BY x.ordinal)
              FROM run_step x WHERE x.run_id = p.id), '[]') AS steps
     FROM provisioning_run p LEFT JOIN workload w ON w.id = p.resource_id
     WHERE ($1::text IS NULL OR p.id < $1) AND (NOT $2 OR p.error_code IS NOT NULL)
     ORDER BY p.id DESC LIMIT $3`,
    [query.cursor ?? null, query.failed ?? false, query.limit + 1],
  );
  const more = rows.length > query.limit;
  const items = (more ? rows.slice(0, query.limit) : rows).map((row) => ({
    ...maskFields(actor, "run", row, false),
    createdAt: row.createdAt.toISOString(),
  }));
  return { items, nextCursor: more ? (items.at(-1)?.id ?? null) : null };
}

export type Overview = {
  byStatus: Partial<Record<ServerStatus, number>>;
  total: number;
  quota: { servers: number; memory: number; cpu: number; diskSpace: number };
  used: { servers: number; memory: number; cpu: number; diskSpace: number };
  events: (ServerEventView & { serverId: string; serverName: string })[];
};

/** What the dashboard shows of the actor's own servers: two statements. */
export async function getOverview(actor: Actor): Promise<Overview> {
  authorise(actor, "server.read");
  if (actor.kind === "server_login") throw coreErrors.forbidden({ detail: "A panel login sees its one server only." });
  const userId = actor.userId;
  const totals = await sql().row<{
    byStatus: Partial<Record<ServerStatus, number>>;
    servers: number;
    memoryMb: number;
    cpuMilli: number;
    diskMb: number;
    maxServers: number;
    maxMemoryMb: number;
    maxCpuMilli: number;
    maxDiskMb: number;
  }>(
    `SELECT coalesce((SELECT json_object_agg(status, n) FROM (
              SELECT status, count(*)::int AS n FROM workload
              WHERE owner_id = u.id AND kind = 'game-server' GROUP BY status) g), '{}') AS "byStatus",
            count(w.id) FILTER (WHERE w.kind = 'game-server')::int AS servers,
            coalesce(sum(w.memory_mb) FILTER (WHERE w.holds_capacity), 0)::int AS "memoryMb",
            coalesce(sum(w.cpu_milli) FILTER (WHERE w.holds_capacity), 0)::int AS "cpuMilli",
            coalesce(sum(w.disk_mb) FILTER (WHERE w.holds_capacity), 0)::int AS "diskMb",
            u.max_servers AS "maxServers", u.max_memory_mb AS "maxMemoryMb", u.max_cpu_milli AS "maxCpuMilli",
            u.max_disk_mb AS "maxDiskMb"
     FROM app_user u LEFT JOIN workload w ON w.owner_id = u.id WHERE u.id = $1 GROUP BY u.id`,
    [userId],
  );
  if (!totals) throw coreErrors.unauthenticated();
  const events = await sql().rows<Omit<Overview["events"][number], "sequence" | "at"> & { sequence: string; at: Date }>(
    `SELECT e.sequence, e.at, e.run_id AS run, e.step, e.status, e.message, e.duration_ms AS "durationMs",
            w.id AS "serverId", w.name AS "serverName"
     FROM workload w JOIN LATERAL (
       SELECT * FROM workload_event WHERE resource_id = w.id
         AND (step IN ('accept', 'exit', 'disk', 'reconcile', 'address')
           OR (step = ANY($2) AND status IN ('succeeded', 'failed', 'waiting')))
       ORDER BY sequence DESC LIMIT 8) e ON true
     WHERE w.owner_id = $1 AND w.kind = 'game-server' ORDER BY e.sequence DESC LIMIT 8`,
    [userId, runKinds],
  );
  return {
    byStatus: totals.byStatus,
    total: totals.servers,
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
    events: events.map((row) => ({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() })),
  };
}

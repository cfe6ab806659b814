import { auditColumns, auditPlaceholders } from "@/lib/audit/record-audit";
import { narrow, statement } from "@/lib/db/statement";
import type { CrashFacts } from "@/lib/workloads/contract";
import { workloadColumns, workloadRow } from "@/lib/workloads/workloads.sql";
import type { ServerDetailView, ServerStatus } from "./contract";

export const selectServer = statement({
  reason: "Part of every request for one server, with its workload in one round trip.",
  name: "server_find",
  text: `
    SELECT ${workloadColumns}, s.template_id AS "templateId", s.rcon_port AS "rconPort", s.version, s.environment
    FROM server s JOIN workload w ON w.id = s.id WHERE s.id = $1`,
  columns: {
    ...workloadRow,
    templateId: "text",
    rconPort: "int4",
    version: "text?",
    environment: narrow<Record<string, string>>("jsonb"),
  },
});

/** Its credentials and the audit entry commit with it. */
export const insertServer = statement({
  reason: "One round trip while the lock on the node's counters is held.",
  name: "server_insert",
  text: `
    WITH new_server AS (
      INSERT INTO server (id, template_id, rcon_port, version, environment) VALUES ($1, $2, $3, $4, $5)
    ), new_credential AS (
      INSERT INTO server_credential (server_id, rcon_password_sealed, panel_username, panel_password_sealed)
      VALUES ($1, $6, $7, $8)
    )
    INSERT INTO audit_entry (${auditColumns}) VALUES (${auditPlaceholders(9)})`,
});

export const lockQuota = statement({
  reason: "Locks the account, so that parallel creates of one person count each other; part of every create.",
  name: "quota_lock",
  text: `
    SELECT max_servers AS "maxServers", max_memory_mb AS "maxMemoryMb", max_cpu_milli AS "maxCpuMilli",
           max_disk_mb AS "maxDiskMb" FROM app_user WHERE id = $1 FOR UPDATE`,
  columns: { maxServers: "int4", maxMemoryMb: "int4", maxCpuMilli: "int4", maxDiskMb: "int4" },
});

export const selectOffered = statement({
  reason: "Part of every create.",
  name: "template_by_slug",
  text: "SELECT id, slug, name, image, spec FROM template WHERE slug = $1 AND enabled",
  columns: { id: "text", slug: "text", name: "text", image: "text", spec: "jsonb" },
});

/** An administrator's `enabled` is kept. */
export const writeTemplate = statement({
  reason: "Runs at each start.",
  text: `
    INSERT INTO template (id, slug, name, description, image, spec) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description,
      image = excluded.image, spec = excluded.spec`,
});

const viewColumns = `s.id, w.name, w.status, t.slug AS template, r.slug AS region, s.version, w.memory_mb AS "memoryMb",
  w.disk_mb AS "diskMb", w.cpu_milli AS "cpuMilli", w.public_address AS "publicAddress", w.main_port AS "mainPort",
  s.rcon_port AS "rconPort", w.failure_code AS "failureCode", w.failure_message AS "failureMessage",
  p.id IS NOT NULL AS busy,
  w.owner_id AS "ownerId", u.name AS "ownerName", w.created_at AS "createdAt"`;
const viewJoins = `JOIN workload w ON w.id = s.id JOIN template t ON t.id = s.template_id
  JOIN region r ON r.id = w.region_id JOIN app_user u ON u.id = w.owner_id
  LEFT JOIN provisioning_run p ON p.resource_id = s.id AND p.finished_at IS NULL`;
const viewRow = {
  id: "text",
  name: "text",
  status: "workload_status",
  template: "text",
  region: "text",
  version: "text?",
  memoryMb: "int4",
  diskMb: "int4",
  cpuMilli: "int4",
  publicAddress: "text?",
  mainPort: "int4?",
  rconPort: "int4",
  failureCode: "text?",
  failureMessage: "text?",
  busy: "bool",
  ownerId: "text",
  ownerName: "text",
  createdAt: "timestamptz",
} as const;

export const selectDetail = statement({
  reason: "Part of every view of one server, over seven tables in one round trip.",
  text: `
    SELECT ${viewColumns}, w.online_since AS "onlineSince", n.name AS node,
           coalesce(n.disk->>'limits', 'watch') AS "diskLimit", w.placement,
           w.previous_address AS "previousAddress", w.address_changed_at AS "addressChangedAt",
           n.docker_host IS NULL AND EXISTS (SELECT 1 FROM port h WHERE h.home_of = s.id) AS "comesBack",
           CASE WHEN p.state = 'queued' THEN p.error_code END AS "waitCode", p.error_message AS "waitMessage",
           w.crash, w.crash_count AS "crashCount",
           CASE WHEN p.started_at IS NULL AND p.options->>'afterCrash' = 'true'
             THEN greatest(0, extract(epoch FROM p.not_before - now()) * 1000)::int END AS "restartInMs"
    FROM server s ${viewJoins} LEFT JOIN node n ON n.id = w.node_id WHERE s.id = $1`,
  columns: {
    ...viewRow,
    onlineSince: "timestamptz?",
    node: "text?",
    diskLimit: narrow<"quota" | "watch">("text"),
    placement: narrow<ServerDetailView["placement"]>("jsonb?"),
    previousAddress: "text?",
    addressChangedAt: "timestamptz?",
    comesBack: "bool",
    waitCode: "text?",
    waitMessage: "text?",
    crash: narrow<CrashFacts>("jsonb?"),
    crashCount: "int4",
    restartInMs: "int4?",
  },
});

// The array is found once, before the scan, so that both sides of the OR can use an index.
const sharedWith = (user: string) =>
  `ARRAY(SELECT resource_id FROM resource_member WHERE user_id = ${user} AND 'server.read' = ANY(permissions))`;
const mine = `(w.owner_id = ? OR s.id = ANY(${sharedWith("?")}))`;

/** The filters of a list; each takes one value. */
const filters = {
  owner: mine,
  token: "s.id = ANY(?)",
  only: "s.id = ?",
  cursor: "s.id < ?",
  text: "w.name ILIKE ?",
  status: "w.status = ANY(?::workload_status[])",
} as const;
export type ServerFilter = keyof typeof filters;
export const serverFilters: readonly ServerFilter[] = ["owner", "token", "only", "cursor", "text", "status"];

const combinations: ServerFilter[][] = [[]];
for (const filter of serverFilters) combinations.push(...combinations.map((list) => [...list, filter]));

/** By the names of the filters in use, in the order of `serverFilters`: $1 is the limit, then their values. */
export const serverLists = Object.fromEntries(
  combinations.map((used) => {
    const where = used.map((filter, index) => filters[filter].replaceAll("?", `$${index + 2}`)).join(" AND ");
    const list = statement({
      reason: "A plan for a filter that may be null could use no index, so each combination has its own statement.",
      name: `server_list_${used.join("_")}`,
      text: `SELECT ${viewColumns} FROM server s ${viewJoins} ${where ? `WHERE ${where}` : ""}
        ORDER BY s.id DESC LIMIT $1`,
      columns: viewRow,
    });
    return [used.join("_"), list] as const;
  }),
);

/** What the dashboard shows of a person's quota, and of the states of their servers and of those shared with them. $2: the kind. */
export const summariseOwn = statement({
  reason: "The page after every sign-in, in one round trip; sums with conditions.",
  text: `
    SELECT coalesce((SELECT json_object_agg(status, n) FROM (
             SELECT status, count(*)::int AS n FROM workload
             WHERE (owner_id = u.id OR id = ANY(${sharedWith("u.id")})) AND kind = $2 GROUP BY status) g),
             '{}') AS "byStatus",
           count(w.id) FILTER (WHERE w.kind = $2)::int AS servers,
           coalesce(sum(w.memory_mb) FILTER (WHERE w.holds_capacity), 0)::int AS "memoryMb",
           coalesce(sum(w.cpu_milli) FILTER (WHERE w.holds_capacity), 0)::int AS "cpuMilli",
           coalesce(sum(w.disk_mb) FILTER (WHERE w.holds_capacity), 0)::int AS "diskMb",
           u.max_servers AS "maxServers", u.max_memory_mb AS "maxMemoryMb", u.max_cpu_milli AS "maxCpuMilli",
           u.max_disk_mb AS "maxDiskMb"
    FROM app_user u LEFT JOIN workload w ON w.owner_id = u.id WHERE u.id = $1 GROUP BY u.id`,
  columns: {
    byStatus: narrow<Partial<Record<ServerStatus, number>>>("json"),
    servers: "int4",
    memoryMb: "int4",
    cpuMilli: "int4",
    diskMb: "int4",
    maxServers: "int4",
    maxMemoryMb: "int4",
    maxCpuMilli: "int4",
    maxDiskMb: "int4",
  },
});

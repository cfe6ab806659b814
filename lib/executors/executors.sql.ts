import { narrow, statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";
import type { ExecutorConfig, ExecutorSettings } from "./config/contract";
import type { Presence } from "./contract";
import { presenceSql } from "./fleet/presence";

const reason = "The state of an executor is computed by the database only.";
const select = `
  SELECT e.id, e.name, e.key_id AS key, e.owner_id AS "ownerId", u.name AS "ownerName",
    e.last_seen_at AS "lastSeenAt",
         ${presenceSql} AS presence, e.version, e.os, e.hostname, e.status, e.metrics,
           e.clock_skew_ms AS "clockSkewMs",
         e.template_id AS "templateId", e.template_version AS "templateVersion", e.overrides, e.config,
         e.config_version AS "configVersion", e.applied_version AS "appliedVersion", e.addresses,
           e.expires_at AS "expiresAt",
         CASE WHEN e.previous_until > now() THEN e.previous_until END AS "previousUntil", e.revoked_at AS "revokedAt",
         e.last_used_at AS "lastUsedAt", e.last_used_ip AS "lastUsedIp", e.created_at AS "createdAt"
  FROM executor e JOIN app_user u ON u.id = e.owner_id`;
const executorRow = {
  id: "text",
  name: "text",
  key: "text",
  ownerId: "text",
  ownerName: "text",
  lastSeenAt: "timestamptz?",
  presence: narrow<Presence>("text"),
  version: "text?",
  os: "text?",
  hostname: "text?",
  status: "text?",
  metrics: narrow<Record<string, number>>("jsonb?"),
  clockSkewMs: "int4?",
  templateId: "text?",
  templateVersion: "int4?",
  overrides: narrow<ExecutorSettings>("jsonb"),
  config: narrow<ExecutorConfig>("jsonb"),
  configVersion: "int4",
  appliedVersion: "int4?",
  addresses: narrow<string[]>("text[]"),
  expiresAt: "timestamptz?",
  previousUntil: "timestamptz?",
  revokedAt: "timestamptz?",
  lastUsedAt: "timestamptz?",
  lastUsedIp: "text?",
  createdAt: "timestamptz",
} as const;
export const lockExecutor = rowLock("executor");

/** Null leaves a condition out. */
export const listExecutorRows = statement({
  reason,
  text: `${select}
    WHERE ($1::text IS NULL OR e.owner_id = $1) AND ($2::text IS NULL OR e.id < $2)
      AND ($3::text IS NULL OR e.name ILIKE $3 OR e.hostname ILIKE $3 OR e.key_id ILIKE $3)
      AND ($5::text IS NULL OR ${presenceSql} = $5) AND ($6::text IS NULL OR e.template_id = $6)
      AND ($7::boolean IS NULL OR (e.applied_version IS NOT NULL AND e.applied_version <> e.config_version
        AND e.revoked_at IS NULL) = $7)
      AND ($8::text IS NULL OR (e.version = $8 AND e.revoked_at IS NULL)) AND ($9::text IS NULL OR e.owner_id = $9)
      AND ($10::text IS NULL OR e.id = $10)
    ORDER BY e.id DESC LIMIT $4`,
  columns: executorRow,
});

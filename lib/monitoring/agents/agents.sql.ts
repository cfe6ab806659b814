import { statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";

export const lockMachine = rowLock("machine");

/** By the SHA-256 of its token, the current or the previous one. */
export const findAgent = statement({
  reason: "Part of every call of an agent, in one round trip.",
  name: "agent_by_token",
  text: `
    SELECT m.id, m.subject_id AS subject, m.fingerprint, m.boot_id AS "bootId",
      m.retired_boots AS "retiredBoots", m.version, l.skew_ms AS "skewMs",
      u.disabled_at IS NOT NULL AS "isOwnerDisabled", greatest(0, ceil(extract(epoch FROM s.watched_until - now())))::int AS "watchSeconds"
    FROM machine m JOIN metric_subject s ON s.id = m.subject_id LEFT JOIN metric_latest l ON l.subject = m.subject_id
      LEFT JOIN app_user u ON u.id = m.owner_id
    WHERE (m.token_hash = $1 OR (m.previous_hash = $1 AND m.previous_until > now())) AND m.revoked_at IS NULL`,
  columns: {
    id: "text",
    subject: "int4",
    fingerprint: "text?",
    bootId: "text?",
    retiredBoots: "text[]",
    version: "text?",
    skewMs: "int4?",
    isOwnerDisabled: "bool",
    watchSeconds: "int4?",
  },
});

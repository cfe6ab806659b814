import { narrow, statement } from "@/lib/db/statement";
import type { AuditClass, AuditOutcome } from "./contract";

type Document = Record<string, unknown>;

export const insertEntry = statement({
  reason: "Part of every change; JSON is stored as the text that the MAC covers.",
  name: "audit_insert",
  text: `
    INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, class, outcome, target_kind, target_id, ip,
      user_agent, personal_salt, personal_hash, request_id, detail, before, after, mac_key, mac)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
});

export const insertEntries = statement({
  reason: "Hundreds of rows at once; JSON is stored as the text that the MAC covers.",
  text: `
    INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, class, outcome, target_kind, target_id, ip,
      user_agent, personal_salt, personal_hash, request_id, detail, before, after, mac_key, mac)
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[], $13::bytea[], $14::text[], $15::json[],
      $16::json[], $17::json[], $18::text[], $19::bytea[])`,
});

/** Parameters: see `valuesOf` in list-entries.ts. Null leaves a condition out; the planner sees the values. */
export const listEntries = statement({
  reason: "Searches in the text of JSON documents, and joins the actor, who has no foreign key.",
  text: `
    SELECT a.id, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", u.name AS "actorName",
      u.email AS "actorEmail", a.action, a.class, a.outcome, a.target_kind AS "targetKind", a.target_id AS "targetId",
      a.ip, a.user_agent AS "userAgent", a.request_id AS "requestId", a.detail, a.before, a.after, a.chain,
      a.seq::float8 AS seq
    FROM audit_entry a LEFT JOIN app_user u ON u.id = a.actor_id
    WHERE ($1::text IS NULL OR a.id < $1)
      AND ($2::text IS NULL OR a.actor_id = $2 OR (a.target_kind = 'user' AND a.target_id = $2))
      AND ($3::text IS NULL OR a.actor_id = $3)
      AND ($4::text IS NULL OR a.action LIKE $4)
      AND ($5::text IS NULL OR a.action = $5)
      AND ($6::text IS NULL OR a.target_kind = $6)
      AND ($7::text IS NULL OR a.target_id = $7)
      AND ($8::text IS NULL OR a.ip = $8)
      AND ($9::text IS NULL OR a.actor_id = $9)
      AND ($10::text IS NULL OR a.outcome = $10)
      AND ($11::text IS NULL OR a.class = $11)
      AND ($12::timestamptz IS NULL OR a.at >= $12)
      AND ($13::timestamptz IS NULL OR a.at < $13)
      AND ($14::text[] IS NULL OR a.actor_id = ANY($14) OR a.target_id = ANY($14) OR a.detail->>'account' = ANY($14))
      AND ($15::text IS NULL OR a.action ILIKE $15 OR a.target_id ILIKE $15 OR a.actor_id ILIKE $15
           OR a.request_id ILIKE $15 OR a.detail::text ILIKE $15 OR a.before::text ILIKE $15
             OR a.after::text ILIKE $15
           OR a.ip LIKE $16)
    ORDER BY a.id DESC LIMIT $17`,
  columns: {
    id: "text",
    at: "timestamptz",
    actorKind: "text",
    actorId: "text?",
    actorName: "text?",
    actorEmail: "text?",
    action: "text",
    class: narrow<AuditClass>("text"),
    outcome: narrow<AuditOutcome>("text"),
    targetKind: "text",
    targetId: "text?",
    ip: "text?",
    userAgent: "text?",
    requestId: "text?",
    detail: narrow<Document>("json"),
    before: narrow<Document>("json?"),
    after: narrow<Document>("json?"),
    chain: "int4?",
    seq: "float8?",
  },
});

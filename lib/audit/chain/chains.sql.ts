import { statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";

/** $1: all of them; else from the last full one. */
export const listSeals = statement({
  reason: "Runs every two seconds in each worker.",
  text: `
    SELECT seq::float8 AS seq, (extract(epoch FROM at) * 1000)::float8 AS "atMs", is_full AS "isFull", payload, 
           prev_mac AS "prevMac", mac_key AS "macKey", mac
    FROM audit_seal WHERE $1 OR seq >= coalesce((SELECT max(seq) FROM audit_seal WHERE is_full), 0)
    ORDER BY audit_seal.seq`,
  columns: {
    seq: "float8",
    atMs: "float8",
    isFull: "bool",
    payload: "text",
    prevMac: "bytea",
    macKey: "text",
    mac: "bytea",
  },
});

export const listChainHeads = statement({
  reason: "Runs every two seconds in each worker.",
  text: `
    SELECT chain, class, seq, hash, anchor_seq AS "anchorSeq", anchor_hash AS "anchorHash"
    FROM audit_chain ORDER BY chain`,
  columns: {
    chain: "int4",
    class: "text",
    seq: "int8",
    hash: "bytea",
    anchorSeq: "int8",
    anchorHash: "bytea",
  },
});

export const insertSeal = statement({
  reason: "A step of the loop that seals every two seconds.",
  text: `
    INSERT INTO audit_seal (seq, at, is_full, payload, prev_mac, mac_key, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
});

export const listUnchainedEntries = statement({
  reason: "The MAC covers the JSON as its text, which Prisma Client would parse.",
  text: `
    SELECT id, (extract(epoch FROM at) * 1000)::float8 AS "atMs", actor_kind AS "actorKind", actor_id AS "actorId",
      action, target_kind AS "targetKind", target_id AS "targetId", ip, user_agent AS "userAgent",
      request_id AS "requestId", detail::text
    FROM audit_entry WHERE hash IS NULL ORDER BY id`,
  columns: {
    id: "text",
    atMs: "float8",
    actorKind: "text",
    actorId: "text?",
    action: "text",
    targetKind: "text",
    targetId: "text?",
    ip: "text?",
    userAgent: "text?",
    requestId: "text?",
    detail: "text",
  },
});

/** Allows changes of old entries until it is called with false, in the same transaction. */
export const setMaintenance = statement({
  reason: "Calls a function of the database.",
  text: "SELECT audit_maintenance($1)",
  columns: { audit_maintenance: "void" },
});

export const lockChainHead = rowLock("audit_chain", "chain");

import { statement } from "@/lib/db/statement";

export const listSealsSinceFull = statement({
  reason: "Runs every two seconds in each worker.",
  text: `
    SELECT seq::float8 AS seq, (extract(epoch FROM at) * 1000)::float8 AS "atMs", is_full AS "isFull", payload, 
           prev_mac AS "prevMac", mac_key AS "macKey", mac
    FROM audit_seal WHERE seq >= coalesce((SELECT max(seq) FROM audit_seal WHERE is_full), 0)
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
    SELECT chain, seq, hash, anchor_seq AS "anchorSeq", anchor_hash AS "anchorHash" FROM audit_chain ORDER BY chain`,
  columns: {
    chain: "int4",
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

export const beginMaintenance = statement({
  reason: "Calls a function of the database.",
  text: "SELECT audit_maintenance(true)",
  columns: {
    audit_maintenance: "void",
  },
});

export const lockSeals = statement({
  reason: "Locks a table.",
  text: "LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE",
});

export const endMaintenance = statement({
  reason: "Calls a function of the database.",
  text: "SELECT audit_maintenance(false)",
  columns: {
    audit_maintenance: "void",
  },
});

export const findAnySeal = statement({
  reason: "Runs at each start of a worker.",
  text: "SELECT 1 FROM audit_seal LIMIT 1",
  columns: {
    "?column?": "int4",
  },
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

export const listChainsWithOldEntries = statement({
  reason: "Joins each chain with the entry after its anchor; a scheduled job of an idle worker.",
  text: `
    SELECT c.chain FROM audit_chain c JOIN audit_entry e ON e.chain = c.chain AND e.seq = c.anchor_seq + 1
    WHERE c.class = $1 AND e.at < $2`,
  columns: {
    chain: "int4",
  },
});

export const lockChainHead = statement({
  reason: "Locks the row.",
  text: "SELECT anchor_seq AS anchor FROM audit_chain WHERE chain = $1 FOR UPDATE",
  columns: {
    anchor: "int8",
  },
});

export const findRemovalPoint = statement({
  reason: "One round trip for the newest entry that is old enough.",
  text: `
    SELECT seq, hash FROM audit_entry WHERE chain = $1 AND seq > $2 AND seq <= $2 + $4
      AND seq < coalesce((SELECT min(seq) FROM audit_entry WHERE chain = $1 AND at >= $3), 9223372036854775807)
    ORDER BY seq DESC LIMIT 1`,
  columns: {
    seq: "int8",
    hash: "bytea",
  },
});

export const removeOldSeals = statement({
  reason: "Compares with a row of the same table.",
  text: "DELETE FROM audit_seal WHERE seq < (SELECT max(seq) FROM audit_seal WHERE is_full AND at < $1)",
});

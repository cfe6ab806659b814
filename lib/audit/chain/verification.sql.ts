import { statement } from "@/lib/db/statement";

export const lockVerification = statement({
  reason: "Takes an advisory lock of the session.",
  text: "SELECT pg_advisory_lock_shared($1)",
  columns: {
    pg_advisory_lock_shared: "void",
  },
});

export const unlockVerification = statement({
  reason: "Releases an advisory lock of the session.",
  text: "SELECT pg_advisory_unlock_shared($1)",
  columns: {
    pg_advisory_unlock_shared: "bool",
  },
});

export const listErasedUsers = statement({
  reason: "On the connection that holds the advisory lock.",
  text: `
    SELECT target_id AS id FROM audit_entry WHERE action = 'account.erased' AND target_kind = 'user'`,
  columns: {
    id: "text",
  },
});

export const listAllSeals = statement({
  reason: "On the connection that holds the advisory lock.",
  text: `
    SELECT seq::float8 AS seq, (extract(epoch FROM at) * 1000)::float8 AS "atMs", is_full AS "isFull", payload,
           prev_mac AS "prevMac", mac_key AS "macKey", mac
    FROM audit_seal ORDER BY audit_seal.seq`,
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

export const listHeads = statement({
  reason: "On the connection that holds the advisory lock.",
  text: "SELECT chain, seq, hash FROM audit_chain",
  columns: {
    chain: "int4",
    seq: "int8",
    hash: "bytea",
  },
});

export const findUnchainedEntry = statement({
  reason: "On the connection that holds the advisory lock.",
  text: `
    SELECT id, (extract(epoch FROM at) * 1000)::float8 AS "atMs" FROM audit_entry
    WHERE chain IS NULL OR seq IS NULL OR mac IS NULL OR mac_key IS NULL OR hash IS NULL OR personal_hash IS NULL
    ORDER BY id LIMIT 1`,
  columns: {
    id: "text",
    atMs: "float8",
  },
});

export const readVerificationBatch = statement({
  reason: "Reads the whole log in batches, as arrays, which is the fastest form.",
  name: "audit_verify",
  text: `
    SELECT id, date_part('epoch', at) * 1000 AS at_ms, actor_kind, actor_id, action, class, outcome, target_kind,
      target_id, request_id, ip, user_agent, detail::text, before::text, after::text, mac_key,
      encode(personal_hash || mac || hash || coalesce(personal_salt, ''), 'hex') AS hashes, chain, seq::text,
      personal_salt IS NULL AS is_blanked
    FROM audit_entry WHERE (chain, seq) > ($1, $2) ORDER BY audit_entry.chain, audit_entry.seq
    LIMIT 8000`,
  columns: {
    id: "text",
    at_ms: "float8",
    actor_kind: "text",
    actor_id: "text?",
    action: "text",
    class: "text",
    outcome: "text",
    target_kind: "text",
    target_id: "text?",
    request_id: "text?",
    ip: "text?",
    user_agent: "text?",
    detail: "text?",
    before: "text?",
    after: "text?",
    mac_key: "text?",
    hashes: "text?",
    chain: "int4",
    seq: "text",
    is_blanked: "bool",
  },
});

import { statement } from "@/lib/db/statement";

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

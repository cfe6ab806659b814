import { type Row, statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

/**
 * One delivery of a channel at a time: a channel that does not answer uses one place of the worker, and its order is
 * kept. The panel's own mails come first; without $2 they are the only ones. `isTest`: it is tried once. `interrupted`: a worker was killed while it sent it, so that it may have arrived.
 */
export const claimDueDeliveries = statement({
  reason: "Runs every second and locks what it claims (SKIP LOCKED), so that two workers never send one delivery.",
  name: "delivery_claim",
  text: `
    WITH due AS (
      SELECT id, leased_until IS NOT NULL AS interrupted FROM delivery d
      WHERE state = 'queued' AND next_attempt_at <= now()
        AND (channel_id IS NULL OR $2 AND NOT EXISTS (
          SELECT 1 FROM delivery o WHERE o.channel_id = d.channel_id AND o.state = 'queued' AND o.id <> d.id
            AND (o.leased_until > now()
              OR (o.next_attempt_at <= now() AND (o.next_attempt_at, o.id) < (d.next_attempt_at, d.id)))))
      ORDER BY channel_id IS NOT NULL, next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    UPDATE delivery d SET attempts = attempts + 1, next_attempt_at = now() + interval '60 seconds',
      leased_until = now() + interval '60 seconds'
    FROM due WHERE d.id = due.id
    RETURNING d.id, d.kind, d.channel_id AS "channelId", d.recipient, d.template, d.data_sealed AS "dataSealed",
      d.rendered_sealed AS "renderedSealed", d.attempts, d.is_quiet AS "isQuiet", d.created_at AS "createdAt",
      coalesce(d.idempotency_key LIKE 'test:%', false) AS "isTest", due.interrupted`,
  columns: {
    id: "text",
    kind: "text",
    channelId: "text?",
    recipient: "text",
    template: "text",
    dataSealed: "text?",
    renderedSealed: "text?",
    attempts: "int4",
    isQuiet: "bool",
    createdAt: "timestamptz",
    isTest: "bool",
    interrupted: "bool",
  },
});

export type Claimed = Row<typeof claimDueDeliveries>;

export const purgeFinishedDeliveries = [
  expired("delivery", "finished_at", "30 days", "state IN ('sent', 'dropped', 'replaced')"),
  expired("delivery", "finished_at", "7 days", "state IN ('held', 'failed')"),
];

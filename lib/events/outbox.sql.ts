import { statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

/** Parameters: name, subject, payload, channel of NOTIFY. */
export const insertEvent = statement({
  name: "outbox_emit",
  reason: "Writes the event and wakes the relays in one round trip, within the transactions of runs and sign-ins.",
  text: `
    WITH written AS (INSERT INTO outbox_event (name, subject, payload) VALUES ($1, $2, $3))
    SELECT pg_notify($4, '')`,
  columns: { pg_notify: "void" },
});

/**
 * The first open event of each subject, so that a subject's events are handled in order; the lease keeps other workers
 * away from it. Parameters: the most events, the lease in seconds.
 */
export const claimEvents = statement({
  name: "outbox_claim",
  reason: "Locks and skips locked rows; runs every two seconds in an idle worker.",
  text: `
    UPDATE outbox_event SET attempts = attempts + 1, not_before = now() + make_interval(secs => $2)
    WHERE sequence IN (
      SELECT e.sequence FROM outbox_event e
      WHERE e.failed_at IS NULL AND e.not_before <= now() AND NOT EXISTS (
        SELECT 1 FROM outbox_event before
        WHERE before.subject = e.subject AND before.sequence < e.sequence AND before.failed_at IS NULL)
      ORDER BY e.sequence LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING sequence, name, payload, attempts, created_at AS "createdAt"`,
  columns: { sequence: "int8", name: "text", payload: "jsonb", attempts: "int4", createdAt: "timestamptz" },
});

export const deleteEvent = statement({
  reason: "Follows each state that a worker publishes; the worker need not load Prisma Client for it.",
  text: "DELETE FROM outbox_event WHERE sequence = $1",
});

export const purgeOldFailures = expired("outbox_event", "failed_at", "7 days");

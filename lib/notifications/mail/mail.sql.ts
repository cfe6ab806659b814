import { statement } from "@/lib/db/statement";

export const claimDueMail = statement({
  reason: "Runs every second and locks what it claims (SKIP LOCKED), so that two workers never send one mail.",
  name: "mail_claim",
  text: `
    UPDATE mail_message SET attempts = attempts + 1, next_attempt_at = now() + interval '2 minutes'
    WHERE id IN (SELECT id FROM mail_message WHERE state = 'queued' AND next_attempt_at <= now()
                 ORDER BY next_attempt_at LIMIT 10 FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, template, data_sealed AS "dataSealed", rendered_sealed AS "renderedSealed", attempts`,
  columns: {
    id: "text",
    recipient: "text",
    template: "text",
    dataSealed: "text?",
    renderedSealed: "text?",
    attempts: "int4",
  },
});

export const purgeFinishedMail = statement({
  reason: "A scheduled job of an idle worker, which does not load Prisma Client.",
  text: `
    DELETE FROM mail_message WHERE (state IN ('sent', 'dropped') AND finished_at < now() - interval '30 days')
      OR (state IN ('held', 'failed') AND finished_at < now() - interval '7 days')`,
});

import { statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

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

export const purgeFinishedMail = [
  expired("mail_message", "finished_at", "30 days", "state IN ('sent', 'dropped')"),
  expired("mail_message", "finished_at", "7 days", "state IN ('held', 'failed')"),
];

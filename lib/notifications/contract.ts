import { z } from "zod";

/** Shapes of the outbox that a browser may see. */
export const mailStates = ["queued", "sent", "held", "failed", "dropped"] as const;

export const mailView = z.object({
  id: z.string(),
  recipient: z.string(),
  template: z.string(),
  state: z.enum(mailStates),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Whether its text can be read: not any more once it was sent. */
  readable: z.boolean(),
});
export type MailView = z.output<typeof mailView>;

export const mailContent = mailView.extend({
  content: z.object({ subject: z.string(), html: z.string(), text: z.string() }).nullable(),
});
export type MailContent = z.output<typeof mailContent>;

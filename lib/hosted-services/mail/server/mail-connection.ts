import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);
const host = z.string().trim().min(1).max(253);

/** How the panel and customers reach a mail server. */
export const mailConnectionSchema = z.strictObject({
  url: z
    .string()
    .max(500)
    .regex(/^postgres(ql)?:\/\/[^\s]+$/, "Write postgresql://user:password@host:port/mail."),
  doveadmUrl: z.url({ protocol: /^https?$/, message: "Write http://address:port of doveadm." }).max(300),
  doveadmKey: z.string().trim().min(1).max(200),
  /** Where the panel asks whether mail for an address is taken. */
  smtpHost: host,
  smtpPort: port,
  /** The name in MX records, and what mail programs connect to. */
  publicHost: host,
  imapsPort: port,
  submissionPort: port,
});
export type MailConnection = z.output<typeof mailConnectionSchema>;

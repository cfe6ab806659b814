import { createTransport } from "nodemailer";
import type { RenderedMail } from "../contract";

/** Sends one message to the mail server; rejects when the server did not accept it. */
export type MailTransport = {
  send(message: RenderedMail & { id: string; to: string }): Promise<void>;
  close(): void;
};

/** A mail server spoken to by SMTP. `url` is `smtp[s]://user:password@host:port`. */
export function smtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = /@([\w.-]+)/.exec(from)?.[1] ?? "localhost";
  return {
    async send({ id, to, subject, html, text }) {
      // A message that is sent twice (the answer was lost) carries one Message-ID, so that readers show it once.
      const messageId = `<${id}@${host}>`;
      const headers = { "auto-submitted": "auto-generated", "x-auto-response-suppress": "All" };
      await transport.sendMail({ from, to: { name: "", address: to }, subject, html, text, messageId, headers });
    },
    close: () => transport.close(),
  };
}

import { createTransport } from "nodemailer";
import type { RenderedMail } from "../contract";

/** Sends one message and returns the server's reply; rejects when the server did not accept it. */
export type MailTransport = {
  send(message: RenderedMail & { id: string; to: string }): Promise<string>;
  close(): void;
};

/** A mail server spoken to by SMTP. `url` is `smtp[s]://user:password@host:port`. */
export function smtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    // With these times all that a worker has claimed is answered within its lease of 60 s.
    maxConnections: 5,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = /@([\w.-]+)/.exec(from)?.[1] ?? "localhost";
  return {
    async send({ id, to, subject, html, text }) {
      // A message that is sent twice (the answer was lost) carries one Message-ID, so that readers show it once.
      const messageId = `<${id}@${host}>`;
      const headers = { "auto-submitted": "auto-generated", "x-auto-response-suppress": "All" };
      const message = { from, to: { name: "", address: to }, subject, html, text, messageId, headers };
      return (await transport.sendMail(message)).response;
    },
    close: () => transport.close(),
  };
}

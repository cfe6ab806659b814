import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A real SMTP server on loopback that keeps what it takes. */
export type MailServer = {
  url: string;
  received: { to: string[]; message: Email }[];
  /** A reply line to refuse every message with, or null to take them. */
  refuse: string | null;
  close(): Promise<void>;
};

export async function startMailServer(): Promise<MailServer> {
  const received: MailServer["received"] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        if (mailServer.refuse) {
          const [code, ...words] = mailServer.refuse.split(" ");
          return done(Object.assign(new Error(words.join(" ")), { responseCode: Number(code) }));
        }
        const message = await PostalMime.parse(Buffer.concat(chunks));
        received.push({ to: session.envelope.rcptTo.map((recipient) => recipient.address), message });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: null,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return mailServer;
}

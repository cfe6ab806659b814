import { Socket } from "node:net";
import { Client } from "pg";
import { sessionSettings } from "./catalogue.remote.sql";

/** A connection of its own, beside the pool: its statements may take hours. */
export type Session = {
  client: Client;
  /** At once: the usual end waits for a COPY that nobody reads any more. */
  close(): void;
};

export async function openSession(url: string, applicationName = "lightnode-backup"): Promise<Session> {
  const socket = new Socket();
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 20_000,
    stream: () => socket,
  });
  // A connection that breaks is seen by the statement that it breaks.
  client.on("error", () => {});
  const close = () => {
    socket.destroy();
  };
  try {
    await client.connect();
    for (const text of sessionSettings) await client.query(text);
    return { client, close };
  } catch (error) {
    close();
    throw error;
  }
}

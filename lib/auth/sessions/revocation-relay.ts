import { Client } from "pg";
import { z } from "zod";
import { sleep } from "@/lib/core/clock";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { backoffDelay } from "@/lib/core/retry";
import { type NotificationCreatedEvent, type SessionRevokedEvent, userChannel } from "@/lib/realtime/contract";
import type { Publisher } from "@/lib/realtime/publisher";

/**
 * Tells open pages that their session ended or that a new device signed in, and closes their sockets. PostgreSQL says so at the commit of whatever ended
 * it (a trigger, see the migration), so no use case can forget to. Sockets are signed in under the id of their session,
 * so that ending one leaves the others' alone. What is missed while the connection is away costs the notice only: the
 * session itself is refused at its next request.
 */
const endedSchema = z.object({ userId: z.string(), sessionId: z.string(), reason: z.string() });
const newDeviceSchema = z.object({ userId: z.string(), sessionId: z.string() });

export type RelayOptions = {
  databaseUrl: string;
  publisher: Pick<Publisher, "publish" | "terminateUser">;
  log: Logger;
};

export class RevocationRelay {
  readonly #options: RelayOptions;
  #client: Client | null = null;
  #stopped = false;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Listens until it is stopped; connects again when the connection is lost. */
  start(): void {
    void this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end().catch(() => {});
  }

  async #run(): Promise<void> {
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        await this.#listen(() => {
          attempt = 0;
        });
      } catch (error) {
        if (this.#stopped) return;
        this.#options.log.warn({ error: messageOf(error) }, "sessions: not told of ended ones; connecting again");
      }
      await sleep(backoffDelay(attempt, 250, 10_000));
    }
  }

  /** Resolves or rejects when the connection is over. */
  async #listen(connected: () => void): Promise<void> {
    const client = new Client({ connectionString: this.#options.databaseUrl, keepAlive: true });
    this.#client = client;
    const over = new Promise<void>((resolve, reject) => {
      client.on("end", resolve);
      client.on("error", reject);
    });
    over.catch(() => {});
    client.on("notification", ({ channel, payload = "" }) => {
      void (channel === "session_ended" ? this.#tellEnded(payload) : this.#tellNewDevice(payload));
    });
    try {
      await client.connect();
      await client.query("LISTEN session_new_device");
      await client.query("LISTEN session_ended");
      connected();
      await over;
    } finally {
      await client.end().catch(() => {});
    }
  }

  async #tellEnded(payload: string): Promise<void> {
    const parsed = endedSchema.safeParse(parseJson(payload));
    if (!parsed.success) return;
    const { userId, sessionId, reason } = parsed.data;
    const event: SessionRevokedEvent = { sessionId, reason, at: new Date().toISOString() };
    // The event first: a closed socket carries none.
    await this.#options.publisher.publish(userChannel(userId), "session.revoked", event);
    await this.#options.publisher.terminateUser(sessionId);
  }

  async #tellNewDevice(payload: string): Promise<void> {
    const parsed = newDeviceSchema.safeParse(parseJson(payload));
    if (!parsed.success) return;
    const { userId, sessionId } = parsed.data;
    const title = "A new device signed in to your account.";
    const event: NotificationCreatedEvent = { id: sessionId, title, severity: "warning", at: new Date().toISOString() };
    await this.#options.publisher.publish(userChannel(userId), "notification.created", event);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

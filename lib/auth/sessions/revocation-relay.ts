import { z } from "zod";
import type { DatabaseListener } from "@/lib/db/database-listener";
import { type SessionRevokedEvent, userChannel } from "@/lib/realtime/contract";
import type { Publisher } from "@/lib/realtime/publisher";

/**
 * Notifies open pages that their session ended, and closes their sockets. A trigger (see the migration) sends NOTIFY at the commit that ended it, so no use case has to. Sockets are signed in under the id of
 * their session, so that ending one leaves the others' alone. While the connection is down only notices are lost: the
 * session itself is refused at its next request.
 */
const endedSchema = z.object({ userId: z.string(), sessionId: z.string(), reason: z.string() });

export type RelayOptions = {
  listener: DatabaseListener;
  publisher: Pick<Publisher, "publish" | "terminateUser">;
};

export class RevocationRelay {
  readonly #options: RelayOptions;
  #unsubscribe: () => void = () => {};

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unsubscribe = this.#options.listener.subscribe("session_ended", {
      onNotice: (payload) => void this.#publishSessionEnded(payload),
    });
  }

  stop(): void {
    this.#unsubscribe();
  }

  async #publishSessionEnded(payload: string): Promise<void> {
    const parsed = endedSchema.safeParse(parseJson(payload));
    if (!parsed.success) return;
    const { userId, sessionId, reason } = parsed.data;
    const event: SessionRevokedEvent = { sessionId, reason, at: new Date().toISOString() };
    // The event first: a closed socket carries none.
    await this.#options.publisher.publish(userChannel(userId), "session.revoked", event);
    await this.#options.publisher.terminateUser(sessionId);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

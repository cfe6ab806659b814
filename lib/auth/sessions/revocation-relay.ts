import { z } from "zod";
import type { DatabaseListener } from "@/lib/db/database-listener";
import { type NotificationCreatedEvent, type SessionRevokedEvent, userChannel } from "@/lib/realtime/contract";
import type { Publisher } from "@/lib/realtime/publisher";

/**
 * Notifies open pages that their session ended or that a new device signed in, and closes their sockets. A trigger (see
 * the migration) sends NOTIFY at the commit that ended it, so no use case has to. Sockets are signed in under the id of
 * their session, so that ending one leaves the others' alone. While the connection is down only notices are lost: the
 * session itself is refused at its next request.
 */
const endedSchema = z.object({ userId: z.string(), sessionId: z.string(), reason: z.string() });
const newDeviceSchema = z.object({ userId: z.string(), sessionId: z.string() });

export type RelayOptions = {
  listener: DatabaseListener;
  publisher: Pick<Publisher, "publish" | "terminateUser">;
};

export class RevocationRelay {
  readonly #options: RelayOptions;
  readonly #unsubscribe: (() => void)[] = [];

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  start(): void {
    const { listener } = this.#options;
    this.#unsubscribe.push(
      listener.subscribe("session_ended", { onNotice: (payload) => void this.#publishSessionEnded(payload) }),
      listener.subscribe("session_new_device", { onNotice: (payload) => void this.#publishNewDevice(payload) }),
    );
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
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

  async #publishNewDevice(payload: string): Promise<void> {
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

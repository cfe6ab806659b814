import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { type Sql, sql } from "@/lib/db/transaction";
import type { Publisher } from "@/lib/realtime/publisher";
import { RightChanges } from "@/lib/realtime/right-changes";

/**
 * With hosted Pusher the subscriptions are somebody else's: all that its API offers is to close every connection that is
 * signed in under an id. Connections sign in as their session, token or executor, so a change of rights closes those of
 * those it concerns. A client that still has rights connects again and has them signed again; a right that did not change
 * is lost for that moment only. docs/DEPLOYMENT.md says what this does not cover.
 */
export class HostedRights {
  readonly #publisher: Pick<Publisher, "terminateUser">;
  readonly #log: Logger;
  readonly #changes: RightChanges;

  constructor(options: { databaseUrl: string; publisher: Pick<Publisher, "terminateUser">; log: Logger }) {
    this.#publisher = options.publisher;
    this.#log = options.log;
    this.#changes = new RightChanges({ ...options, onChange: (key) => void this.#close(key) });
  }

  start(): void {
    void this.#changes.start();
  }

  stop(): Promise<void> {
    return this.#changes.stop();
  }

  async #close(key: string): Promise<void> {
    try {
      for (const id of await connectionsOf(key)) await this.#publisher.terminateUser(id);
    } catch (error) {
      this.#log.warn({ key, error: messageOf(error) }, "realtime: connections of an ended right were not closed");
    }
  }
}

/** The ids that connections concerned by a change are signed in under. */
export async function connectionsOf(key: string, db: Sql = sql()): Promise<string[]> {
  const [kind = "", id = ""] = key.split(/:(.*)/s);
  if (kind === "session" || kind === "token" || kind === "executor") return [id];
  if (kind !== "user") return [];
  const rows = await db.rows<{ id: string }>(
    `SELECT id FROM session WHERE user_id = $1 AND revoked_at IS NULL AND absolute_expires_at > now()
     UNION ALL SELECT id FROM api_token WHERE user_id = $1 AND revoked_at IS NULL
     UNION ALL SELECT id FROM executor WHERE owner_id = $1 AND revoked_at IS NULL`,
    [id],
  );
  return rows.map((row) => row.id);
}
